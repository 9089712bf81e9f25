"""The bytes of a text file as text: UTF-8, or UTF-16 with a byte-order mark."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from earmark.errors import UnreadableFile

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(name: str, data: bytes) -> str:
    """
    The text of a file, every line end a single line feed, without a byte-order mark.

    Args:
        name: The file as the user knows it, for the error.

    Raises:
        UnreadableFile: another encoding, or NUL characters as in a binary file.
    """
    called, encoding = ("UTF-16", "utf-16") if data.startswith(_UTF16_MARKS) else ("UTF-8", "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="ignore")
        found = f"the byte 0x{data[error.start]:02x}"
        raise UnreadableFile(name, f"is not {called} text ({found}); save it as UTF-8.", _line_after(before)) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = _line_after(text[: text.index("\0")])
        raise UnreadableFile(name, "holds a NUL character, so it is no text file; save it as UTF-8 text.", line)
    return text


def _line_after(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """
    The bytes of a file that a user named.

    Raises:
        UnreadableFile: it is missing, a folder, or not ours to read.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(str(path), "does not exist.") from None
    except IsADirectoryError:
        raise UnreadableFile(str(path), "is a folder; name a file.") from None
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be read ({error.strerror or error}).") from None
