"""Words by which a second call proves that a first one showed what it is about to do."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Final

from earmark.client.drafts import TrackerDraft, tracker_body

_GOOD_FOR_S: Final = 1_800


class Confirmations:
    """Good until this process ends, and no longer than half an hour."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def word_for(self, draft: TrackerDraft, owner: str, now_s: int) -> str:
        """
        The word for exactly this tracker.

        Args:
            owner: Whom it is shown to.
            now_s: Seconds since 1970.
        """
        return self._signed(draft, owner, now_s + _GOOD_FOR_S)

    def accepts(self, word: str, draft: TrackerDraft, owner: str, now_s: int) -> bool:
        """Whether *word* was given for this tracker, to this owner, and not too long ago."""
        ends, _, _ = word.partition(".")
        if not ends.isascii() or not ends.isdecimal() or int(ends) < now_s:
            return False
        return hmac.compare_digest(word.encode(), self._signed(draft, owner, int(ends)).encode())

    def _signed(self, draft: TrackerDraft, owner: str, ends_s: int) -> str:
        content = json.dumps([tracker_body(draft), owner, ends_s], sort_keys=True).encode()
        return f"{ends_s}.{hmac.new(self._key, content, hashlib.sha256).hexdigest()[:32]}"
