"""Durable jobs: work that survives the death of the process.

A *job* is one run of a *workflow*: an ``async def`` whose arguments are ids and which is a list of *steps*. A step
that has ended is recorded. After a kill the next start runs the workflow again from its top and hands out what is
recorded, so that

* every step must be safe to run twice: the one that was under way at the kill is;
* a workflow must take the same steps in the same order every time, and what it does between them must be safe to do
  any number of times;
* names and order of the steps are part of what is stored. Who changes them gives the workflow a new name.
"""

from earmark.jobs.ledger import QUEUES, JobState
from earmark.jobs.records import StepFailed
from earmark.jobs.runner import Jobs

__all__ = ["QUEUES", "JobState", "Jobs", "StepFailed"]
