"""Whitenings that are kept for an account: an edit of one tracker then moves no score of another.

A fit stays until a tenth of the account's phrases has changed. Then a job makes another, and matching takes the old one
until it is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from earmark import telemetry
from earmark.engine import background, fits, phrases
from earmark.engine.fits import Fit
from earmark.engine.matcher import served
from earmark.services.deps import Deps
from earmark.store import accounts, trackers, vectors, whitening_fits
from earmark.store.whitening_fits import KeptFit
from earmark.types import AccountId, Tracker

#: The name under which `workflows.py` registers the job that is enqueued here.
REFIT: Final = "refit_whitening"

log = telemetry.get_logger(__name__)


async def serving(deps: Deps, account_id: AccountId, wanted: Sequence[Tracker]) -> dict[str, Fit]:
    """
    By space, the whitening in which the account matches these trackers; none where it has stored no tracker.

    It is the account's kept fit, unless too many phrases are new to that. Then it is the one that the account would get
    if *wanted* were stored: so it makes no difference whether the job that looks after the fits has run yet. That job
    is enqueued when the account's trackers have changed since it last looked.

    Args:
        wanted: Stored ones with their ids.
    """
    async with deps.db.read() as db:
        kept = await whitening_fits.of_account(db, account_id)
        set_version = await accounts.tracker_set_version(db, account_id)
    members = await deps.in_thread(served, wanted)
    if not set_version or not members:
        return {}
    fit_of: dict[str, Fit] = {}
    for one in kept:
        fit = await _fit(deps, account_id, one)
        if fit is not None:
            fit_of[one.space] = fit
    is_current = kept and len(fit_of) == len(kept) and all(one.tracker_set_version == set_version for one in kept)
    if not is_current and deps.jobs.is_launched:
        await _look_after(deps, account_id, set_version)
    found = {
        space: fit_of[space]
        for space, places in members.items()
        if space in fit_of and fit_of[space].serves(phrases.texts_of(wanted[place] for place in places))
    }
    if len(found) < len(members):
        async with deps.db.read() as db:
            stored = await trackers.list_all(db, account_id)
        ids = {one.id for one in wanted}
        together = [*(one for one in stored if one.id not in ids), *wanted]
        for space, places in (await deps.in_thread(served, together)).items():
            if space in members and space not in found:
                texts = phrases.texts_of(together[place] for place in places)
                found[space] = await _made(deps, account_id, space, texts)
    return found


async def refit(deps: Deps, account_id: AccountId) -> None:
    """Step: see whether the account's fits still stand for its phrases, and make others where they do not."""
    async with deps.db.read() as db:
        set_version = await accounts.tracker_set_version(db, account_id)
        stored = await trackers.list_all(db, account_id)
        kept = {one.space: one for one in await whitening_fits.of_account(db, account_id)}
    members = await deps.in_thread(served, stored)
    for space, places in members.items():
        encoder = deps.encoders[space]
        texts = phrases.texts_of(stored[place] for place in places)
        fit = await _fit(deps, account_id, kept[space]) if space in kept else None
        if fit is not None and fit.is_of(texts):
            continue
        made = await _made(deps, account_id, space, texts)
        async with deps.db.begin() as db:
            await accounts.hold(db, account_id)
            row = KeptFit(space, encoder.model, made.version, set_version)
            await whitening_fits.put(db, account_id, row, made.texts, deps.now_ms())
        log.info("whitening_fitted", account=account_id, space=space, phrases=len(texts), fit=made.version)
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)
        await whitening_fits.confirm(db, account_id, list(members), set_version)


async def _look_after(deps: Deps, account_id: AccountId, set_version: int) -> None:
    """Have `refit` run, once for the same trackers, models and recipe."""
    made_with = " ".join([fits.RECIPE, *sorted(one.model for one in deps.encoders.values())])
    job_id = f"refit.{account_id}.{set_version}.{hashlib.sha256(made_with.encode()).hexdigest()[:8]}"
    await deps.jobs.enqueue(REFIT, account_id, job_id=job_id, order_key=account_id)


async def _fit(deps: Deps, account_id: AccountId, kept: KeptFit) -> Fit | None:
    """The fit that a row tells of; None where another model or recipe made it, or its phrases are not known."""
    if kept.model != deps.encoders[kept.space].model:
        return None
    held = deps.fits.get(kept.space, kept.version)
    if held is not None:
        return held
    encoder = deps.encoders[kept.space]
    async with deps.db.read() as db:
        digests = await whitening_fits.texts(db, account_id, kept.space)
        known = await vectors.by_digest(db, account_id, kept.model, digests)
    if len(known) < len(digests) or fits.version_of(kept.model, digests) != kept.version:
        return None
    made = await deps.compute(fits.of_digests, encoder, digests, known, await deps.compute(background.vectors, encoder))
    deps.fits.keep(kept.space, made)
    return made


async def _made(deps: Deps, account_id: AccountId, space: str, texts: Sequence[str]) -> Fit:
    """The fit of these texts, whose vectors are stored then."""
    encoder = deps.encoders[space]
    held = deps.fits.get(space, fits.version_of(encoder.model, fits.digests(texts)))
    if held is not None:
        return held
    async with deps.db.read() as db:
        known = await vectors.get(db, account_id, encoder.model, texts)
    fresh = await deps.compute(phrases.encode_missing, texts, encoder, known)
    if fresh:
        async with deps.db.begin() as db:
            await vectors.put(db, account_id, encoder.model, encoder.dim, fresh)
    generic = await deps.compute(background.vectors, encoder)
    made = await deps.compute(fits.of_texts, encoder, texts, {**known, **fresh}, generic)
    deps.fits.keep(space, made)
    return made
