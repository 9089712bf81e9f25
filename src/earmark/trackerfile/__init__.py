"""Trackers in files: YAML, JSON, one JSON object a line, or CSV; read, written, and compared with stored ones.

One schema for all formats. The top level is a list of trackers or a mapping `trackers: [...]`, and a tracker is

==============  =====================================================================================
key             value
==============  =====================================================================================
name            required; unique in the file, case-sensitive
vocabulary      required; the phrases, at least one, none twice
exclude         counter-examples; also spelled `excludeVocabulary`, as on the wire (contract 2.2)
description     text
categories      list of text
languages       list of language tags such as en-US
sensitivity     strict, balanced, broad or a number from 0 to 1; balanced when absent
exclusive_group text: of the trackers of one group only the best fires in a message
tests           `must_match` and `must_not_match`: sentences to try the tracker on
==============  =====================================================================================

`id`, `type`, `createdOn` and `updatedOn`, which the tracker API answers with, are accepted and left out. In YAML
every scalar is its literal text, so that the phrases `yes` and `10` stay words. How phrases are written is told by
`earmark.compound`.

In CSV a row is a phrase. The columns are `name`, `phrase` and, where wanted, `kind` (`vocabulary`, the default,
`exclude`, `must_match` or `must_not_match`), `description`, `categories` and `languages` (each separated by
semicolons), `sensitivity` and `exclusive_group`. Rows with one name are one tracker; what describes the tracker stands
in one of them.
"""

from __future__ import annotations

from earmark.trackerfile.entries import FileFormat, TrackerEntry
from earmark.trackerfile.planning import Plan, plan
from earmark.trackerfile.reading import examine, read
from earmark.trackerfile.writing import write

__all__ = ["FileFormat", "Plan", "TrackerEntry", "examine", "plan", "read", "write"]
