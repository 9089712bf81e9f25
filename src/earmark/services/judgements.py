"""Judgements: people accept or reject what a tracker found."""

from __future__ import annotations

from collections.abc import Sequence

from earmark import limits, telemetry
from earmark.checks import check_text
from earmark.errors import HitNotFound
from earmark.listings import JudgementFilter, RowPlace
from earmark.services.deps import Deps
from earmark.store import hit_pages, judgements
from earmark.store.judgements import place_of
from earmark.types import AccountId, HitId, Judgement, Verdict

__all__ = ["judge", "page", "place_of", "withdraw"]

log = telemetry.get_logger(__name__)


async def judge(
    deps: Deps, account_id: AccountId, hit_id: HitId, verdict: Verdict, author: str, note: str = ""
) -> Judgement:
    """
    Say of a hit whether its message means what its tracker looks for, in the place of what was said before.

    It holds for every hit of the message and tracker, and outlives them.

    Args:
        author: Who judges.

    Raises:
        HitNotFound: the account has no such hit.
        InvalidField: no author, or a text that is too long or no text.
    """
    author = check_text("author", author, max_chars=limits.NAME_CHARS)
    if note.strip():
        note = check_text("note", note, max_chars=limits.NOTE_CHARS, allow_newlines=True)
    async with deps.db.begin() as db:
        found = await hit_pages.get(db, account_id, hit_id)
        if found is None:
            raise HitNotFound(hit_id)
        hit = found.hit
        judgement = Judgement(
            conversation_id=hit.conversation_id,
            message_id=hit.message_id,
            tracker_id=hit.tracker_id,
            hit_id=hit.id,
            verdict=verdict,
            author=author,
            note=note.strip(),
            created_ms=deps.now_ms(),
        )
        await judgements.put(db, account_id, judgement)
    log.info("hit_judged", hit=hit_id, tracker=hit.tracker_id, verdict=verdict.value)
    return judgement


async def withdraw(deps: Deps, account_id: AccountId, hit_id: HitId) -> None:
    """
    Take back what was said of a hit, if anything was. A hit that is gone can still be meant.

    Raises:
        HitNotFound: the account has no such hit, and no judgement of one.
    """
    async with deps.db.begin() as db:
        if await judgements.delete_of_hit(db, account_id, hit_id):
            return
        if await hit_pages.get(db, account_id, hit_id) is None:
            raise HitNotFound(hit_id)


async def page(
    deps: Deps, account_id: AccountId, wanted: JudgementFilter, after: RowPlace | None, limit: int
) -> Sequence[Judgement]:
    """Judgements of the newest talk come first. *after* is what `place_of` says of the one before the page."""
    async with deps.db.read() as db:
        return await judgements.page(db, account_id, wanted, after, limit)
