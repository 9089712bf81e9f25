"""Webhooks without a network: contract 4.2, and Standard Webhooks as its own library reads them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from earmark import limits, webhooks
from earmark.clock import now_ms
from earmark.types import (
    AccountId,
    Conversation,
    ConversationId,
    Hit,
    HitId,
    JobStatus,
    MatchKind,
    Message,
    MessageId,
    Submission,
    SubmissionId,
    TrackerChoice,
    TrackerId,
    WebhookEvent,
)
from earmark.webhooks import Verdict, job_status_payload, pause_s, retry_after_s, verdict

HIT = Hit(
    id=HitId("h1"),
    conversation_id=ConversationId("c1"),
    message_id=MessageId("m1"),
    submission_id=SubmissionId("s1"),
    tracker_id=TrackerId("t1"),
    tracker_name="Pricing",
    tracker_version=3,
    phrase="how much",
    kind=MatchKind.EXACT,
    score=0.9,
    threshold=0.6,
    margin=None,
    start=0,
    end=8,
    created_ms=1_700_000_000_000,
)
PAUSES = (5.0, 30.0, 120.0)


@pytest.mark.parametrize("status", JobStatus)
def test_a_status_change_is_announced_with_the_job_and_its_status_alone(status: JobStatus) -> None:
    payload = job_status_payload(SubmissionId("job-1"), status)
    assert json.loads(json.dumps(payload)) == {"jobId": "job-1", "status": status.value}
    assert type(payload["status"]) is str


def test_event_has_the_shape_of_standard_webhooks() -> None:
    payload = webhooks.event_payload(WebhookEvent.TEST, {"receiver_id": "1"}, 1_700_000_000_123)
    assert payload == {
        "type": "webhook.test",
        "timestamp": "2023-11-14T22:13:20.123Z",
        "data": {"receiver_id": "1"},
    }


def test_hit_tells_the_message_and_where_in_it_the_phrase_is() -> None:
    message = Message("How much is it?", "Ana", MessageId("m1"), start_ms=1_700_000_000_000)
    data = webhooks.hit_data(HIT, message, "Renewal")
    assert data["text"][data["start"] : data["end"]] == "How much"
    assert (data["conversation_name"], data["speaker"], data["kind"]) == ("Renewal", "Ana", "exact")
    assert data["said_at"] == data["created_at"] == "2023-11-14T22:13:20.000Z"
    assert webhooks.hit_data(HIT, replace(message, start_ms=None), "")["said_at"] is None


def test_end_of_a_job_tells_which_and_what_became_of_it() -> None:
    submission = Submission(SubmissionId("s1"), AccountId("a1"), ConversationId("c1"), (), TrackerChoice())
    conversation = Conversation(ConversationId("c1"), AccountId("a1"), "Renewal", 0, 1)
    assert webhooks.completed_data(submission, conversation, 7, 2) == {
        "conversation_id": "c1",
        "name": "Renewal",
        "job_id": "s1",
        "messages": 7,
        "hits": 2,
    }
    assert webhooks.failed_data(submission, "Why.") == {"job_id": "s1", "conversation_id": "c1", "failure": "Why."}


def test_body_is_the_same_bytes_for_the_same_payload() -> None:
    assert webhooks.to_body({"b": "é", "a": [1.5, None]}) == '{"b":"é","a":[1.5,null]}'.encode()


# -- signatures ------------------------------------------------------------------------------


def test_library_of_the_standard_takes_the_signature() -> None:
    secret, body, now_s = webhooks.new_secret(), b'{"type":"x"}', now_ms() // 1000
    sent = webhooks.headers("msg_1", now_s, body, [secret])
    assert Webhook(secret).verify(body, sent) == {"type": "x"}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b'{"type":"y"}', sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, sent | {"webhook-id": "msg_2"})
    with pytest.raises(WebhookVerificationError):
        Webhook(webhooks.new_secret()).verify(body, sent)


def test_signature_is_that_of_the_specification_s_example() -> None:
    # https://github.com/standard-webhooks/standard-webhooks: the test vector of its libraries.
    signature = webhooks.sign(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_secret_signs_and_either_verifies() -> None:
    secrets, now_s = [webhooks.new_secret(), webhooks.new_secret()], now_ms() // 1000
    sent = webhooks.headers("msg_1", now_s, b"{}", secrets)
    assert len(sent["webhook-signature"].split(" ")) == 2
    for secret in secrets:
        assert Webhook(secret).verify(b"{}", sent) == {}


def test_without_a_secret_nothing_is_signed() -> None:
    assert webhooks.headers("msg_1", 7, b"{}", []) == {"webhook-id": "msg_1", "webhook-timestamp": "7"}


def test_secret_is_long_and_never_the_same() -> None:
    made = {webhooks.new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(secret.startswith("whsec_") and len(secret) == 50 for secret in made)


# -- what follows from an answer -------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "of_submission", "registered"),
    [
        (200, Verdict.DELIVERED, Verdict.DELIVERED),
        (204, Verdict.DELIVERED, Verdict.DELIVERED),
        (301, Verdict.GIVE_UP, Verdict.TRY_AGAIN),
        (400, Verdict.GIVE_UP, Verdict.TRY_AGAIN),
        (404, Verdict.GIVE_UP, Verdict.TRY_AGAIN),
        (408, Verdict.TRY_AGAIN, Verdict.TRY_AGAIN),
        (410, Verdict.GIVE_UP, Verdict.DISABLE),
        (425, Verdict.TRY_AGAIN, Verdict.TRY_AGAIN),
        (429, Verdict.TRY_AGAIN, Verdict.TRY_AGAIN),
        (500, Verdict.TRY_AGAIN, Verdict.TRY_AGAIN),
        (503, Verdict.TRY_AGAIN, Verdict.TRY_AGAIN),
    ],
)
def test_answer_decides(status: int, of_submission: Verdict, registered: Verdict) -> None:
    assert verdict(status, retryable=True, is_registered=False) is of_submission
    assert verdict(status, retryable=True, is_registered=True) is registered


@pytest.mark.parametrize("is_registered", [True, False])
def test_address_that_may_not_be_called_is_given_up_and_one_that_is_down_is_not(is_registered: bool) -> None:
    assert verdict(None, retryable=False, is_registered=is_registered) is Verdict.GIVE_UP
    assert verdict(None, retryable=True, is_registered=is_registered) is Verdict.TRY_AGAIN


def test_pauses_differ_by_a_tenth_at_most_and_end() -> None:
    for retries, middle in enumerate(PAUSES):
        found = {pause_s(PAUSES, retries, f"id{number}") for number in range(200)}
        assert all(one is not None and 0.9 * middle <= one <= 1.1 * middle for one in found)
        assert len(found) > 100
    assert pause_s(PAUSES, 1, "id") == pause_s(PAUSES, 1, "id")
    assert pause_s(PAUSES, len(PAUSES), "id") is None


def test_retries_last_for_days() -> None:
    assert 3 < sum(limits.WEBHOOK_PAUSES_S) / 86_400 < 5
    assert list(limits.WEBHOOK_PAUSES_S) == sorted(limits.WEBHOOK_PAUSES_S)


def test_receiver_may_ask_for_a_longer_pause_but_for_no_shorter_one() -> None:
    assert pause_s(PAUSES, 0, "id", retry_after_s=600) == 600
    assert pause_s(PAUSES, 2, "id", retry_after_s=1) == pause_s(PAUSES, 2, "id")
    assert pause_s(PAUSES, 3, "id", retry_after_s=600) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 0),
        ("0", 0),
        ("120", 120),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("9" * 400, limits.OUTBOUND_RETRY_AFTER_S),
        ("Tue, 14 Nov 2023 22:14:20 GMT", 60),
        ("Tue, 14 Nov 2023 22:12:20 GMT", 0),
        ("Tue, 14 Nov 2999 22:12:20 GMT", limits.OUTBOUND_RETRY_AFTER_S),
        ("²", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date_within_reason(header: str, seconds: float) -> None:
    assert retry_after_s(header, 1_700_000_000) == seconds
