"""Names for the texts that tell things apart."""

from __future__ import annotations

from typing import NewType

AccountId = NewType("AccountId", str)
TrackerId = NewType("TrackerId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
MemberId = NewType("MemberId", str)
SubmissionId = NewType("SubmissionId", str)
HitId = NewType("HitId", str)
RunId = NewType("RunId", str)
ReadingId = NewType("ReadingId", str)
ReceiverId = NewType("ReceiverId", str)
DeliveryId = NewType("DeliveryId", str)
