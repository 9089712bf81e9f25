"""Texts that a spreadsheet would take for formulas, and the apostrophe that keeps it from doing so."""

from __future__ import annotations

import re
from typing import Final

_APOSTROPHE: Final = "'"
# Apostrophes in front are part of it, so that one more can be told from those of the text itself.
# A mark alone computes nothing, as the "-" that names standard input.
_FORMULA: Final = re.compile(r"[\s']*([=+\-@].|[\t\r\n])", re.DOTALL)


def guarded(text: str) -> str:
    """A cell that every spreadsheet shows as text: an apostrophe goes before what begins like a formula."""
    return _APOSTROPHE + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of which `guarded` made *cell*. Other apostrophes, as of "'cause", stay."""
    return cell[1:] if cell.startswith(_APOSTROPHE) and _FORMULA.match(cell) else cell
