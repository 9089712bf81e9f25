"""Every number that a user can run into, with its unit in the name and its source beside it."""

from __future__ import annotations

from typing import Final

# -- trackers --------------------------------------------------------------------------------
TRACKER_BODY_BYTES: Final = 1_048_576  # contract 2.10, else 413
TRACKERS_PER_ACCOUNT: Final = 500  # contract 2.10
PHRASES_ADVISED_MIN: Final = 5  # contract 2.10: advice, never a rejection
PHRASES_ADVISED_MAX: Final = 50  # contract 2.10: advice, never a rejection
PHRASES_PER_TRACKER: Final = 1_000  # ours: "any number" (contract 2.10) within reason
PHRASE_CHARS: Final = 500  # ours: a phrase is a sentence; the encoder reads 128 word pieces
NEARNESS_WORDS: Final = 30  # ours: words between two parts of a compound phrase
COMPOUND_PARTS: Final = 8  # ours: of a compound phrase, joined by nearness
WILDCARD_CHARS: Final = 2  # ours: letters before a wildcard; with one it would stand for a twentieth of all words
EXCLUSIVE_GROUP_CHARS: Final = 100  # ours
TRACKER_NAME_CHARS: Final = 200  # ours
DESCRIPTION_CHARS: Final = 2_000  # ours
CATEGORY_CHARS: Final = 100  # ours
CATEGORIES_PER_TRACKER: Final = 50  # ours
LANGUAGES_PER_TRACKER: Final = 20  # ours
PATCH_OPERATIONS: Final = 1_000  # ours: changes in one PATCH

# -- submissions -----------------------------------------------------------------------------
TEXT_BODY_BYTES: Final = 16 * 1_048_576  # ours: about forty hours of talk as JSON
MESSAGES_PER_SUBMISSION: Final = 50_000  # ours
MESSAGE_CHARS: Final = 100_000  # ours: one turn of talk, some hours long
TRACKERS_PER_SUBMISSION: Final = 500  # as many as an account may hold
NAME_CHARS: Final = 500  # ours: names of conversations and speakers
ID_CHARS: Final = 64  # ours are shorter: contract 2.2 and 3
URL_CHARS: Final = 2_048  # what browsers and proxies bear
NOTE_CHARS: Final = 2_000  # ours: what a judgement says beside its verdict
SEARCH_CHARS: Final = 200  # ours: a text that conversations are looked for by
METADATA_BYTES: Final = 16_384  # ours: of a conversation, as JSON
METADATA_DEPTH: Final = 16  # ours: objects and lists within each other
ENTITY_RULES_PER_SUBMISSION: Final = 500  # ours
TIMEZONE_OFFSET_MIN: Final = 1_440  # ours: a day to either side of UTC

# -- conversations ---------------------------------------------------------------------------
CONVERSATIONS_LISTED: Final = 65_536  # contract 5.1: the highest limit
CONVERSATIONS_LISTED_DEFAULT: Final = 20  # contract 5.1
CONVERSATIONS_SKIPPED: Final = 2_147_483_647  # ours: the highest offset
LISTED_DAYS: Final = 7  # contract 5.1: before the end of a listing that names no start
FILTER_CHARS: Final = 2_000  # ours
SPEAKER_EVENTS: Final = 50_000  # ours: as many as a submission may have messages
SPEAKERS_PER_REQUEST: Final = 500  # ours: different users of speaker events
OVERLAPPING_MEMBERS: Final = 100  # ours: in conversations of more speakers, overlaps are not told pair by pair

# -- history ---------------------------------------------------------------------------------
BACKTEST_EXAMPLES: Final = 200  # ours: of each kind; nobody reads more
BACKTEST_EXAMPLES_BY_DEFAULT: Final = 50  # ours

# -- other bodies ----------------------------------------------------------------------------
TOKEN_BODY_BYTES: Final = 16_384  # ours: three short fields

# -- the native API --------------------------------------------------------------------------
PAGE_ROWS: Final = 200  # ours: rows of one page of a list
PAGE_ROWS_BY_DEFAULT: Final = 50  # ours
IDEMPOTENCY_KEY_CHARS: Final = 255  # ours: a UUID has 36
IDEMPOTENCY_KEPT_S: Final = 86_400  # ours: a day; whoever repeats a request does so within minutes
TRACKER_FILE_BYTES: Final = 4 * 1_048_576  # ours: a tracker file to import, some 60,000 phrases
MATCH_TRACKERS: Final = 100  # ours: named in one question what matches
MATCH_MESSAGES: Final = 1_000  # ours: in one question what matches
MATCH_MESSAGE_CHARS: Final = 2_000  # ours: a sentence or a few

# -- tokens ----------------------------------------------------------------------------------
TOKEN_LIFETIME_S: Final = 86_400  # contract 1.1 and 1.4: longer overflows JavaScript timers
TOKEN_GRACE_S: Final = 60  # contract 1.4: the Python SDK renews exactly at expiry
TOKEN_CHARS: Final = 4_096  # ours: our tokens have some 300
REVOCATION_S: Final = 1.0  # ours: tokens of a revoked or rotated app are taken no longer than this
APP_ID_CHARS: Final = 64  # contract 0.10: the web SDK refuses other lengths
APP_SECRET_CHARS: Final = 128  # contract 0.10

# -- calls to addresses that a user gave -----------------------------------------------------
OUTBOUND_TIMEOUT_S: Final = 10.0  # ours: connect, send and answer together
OUTBOUND_ANSWER_BYTES: Final = 65_536  # ours: a webhook's answer is not read further
OUTBOUND_RETRY_AFTER_S: Final = 86_400  # ours: a receiver cannot put an attempt off for longer

# -- webhooks --------------------------------------------------------------------------------
WEBHOOK_PAUSES_S: Final = (5, 30, 120, 900, 3_600, 14_400, 43_200, 86_400, 86_400, 86_400)  # ours: a tenth more or less
WEBHOOK_ATTEMPTS: Final = 1 + len(WEBHOOK_PAUSES_S)  # ours: within about four days
WEBHOOK_RECEIVERS_PER_ACCOUNT: Final = 50  # ours
WEBHOOK_SECRET_OVERLAP_S: Final = 86_400  # ours: a rotated secret signs beside the new one for a day
WEBHOOK_LISTEN_WAIT_S: Final = 25  # ours: proxies cut longer silence off
WEBHOOK_LISTEN_EVENTS: Final = 100  # ours: in one answer
WEBHOOK_LISTENER_KEPT_S: Final = 3_600  # ours: one that does not ask for so long is removed
