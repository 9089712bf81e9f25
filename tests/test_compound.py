"""How phrases are written: plain text, or a compound."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earmark.compound import Compound, Exact, Malformed, Plain, Word, Words, is_compound, parse, plain, read, shown

#: Texts in which the signs of compounds are as common as letters.
SIGNED = st.text(st.sampled_from('ab é9 *~"\\'), max_size=12)


def words(*written: str) -> Words:
    return Words(tuple(Word(one.removesuffix("*"), is_prefix=one.endswith("*")) for one in written))


@pytest.mark.parametrize(
    ("phrase", "parts", "gaps"),
    [
        ("refund*", [words("refund*")], ()),
        ("cancel* my contract", [words("cancel*", "my", "contract")], ()),
        ("cancel ~5 contract", [words("cancel"), words("contract")], (5,)),
        ("cancel ~5 contract ~30 now", [words("cancel"), words("contract"), words("now")], (5, 30)),
        ('"as is"', [Exact("as is")], ()),
        ('"as is" ~3 sold', [Exact("as is"), words("sold")], (3,)),
        ('sold "as-is"', None, ()),
        ("refund* ~4 my money", [words("refund*"), words("my", "money")], (4,)),
        ('"~5 C++"', [Exact("~5 C++")], ()),
        ("Straße* ~1 42*", [words("Straße*"), words("42*")], (1,)),
    ],
)
def test_wildcards_nearness_and_quoted_words_are_read(
    phrase: str, parts: list[Words | Exact] | None, gaps: tuple[int, ...]
) -> None:
    assert parse(phrase) == (Plain(phrase) if parts is None else Compound(tuple(parts), gaps))


@pytest.mark.parametrize(
    "text", ["I want a refund", 'he said "no"', "2 * 3", "~ish", "*", "~", "ca. ~", "100%", "-*-", "it's 5' 11\"", " "]
)
def test_what_looks_like_no_compound_is_plain_text_as_it_is(text: str) -> None:
    assert parse(text) == Plain(text)
    assert plain(text) == shown(text) == text


@pytest.mark.parametrize("text", ["refund*", '"as is"', "cancel ~5 contract", '"as is', "f***", "\\x", "\\", "a ~ b"])
def test_a_backslash_takes_the_rest_as_plain_text(text: str) -> None:
    assert plain(text) == f"\\{text}"
    assert parse(plain(text)) == Plain(text)
    assert shown(plain(text)) == text


@pytest.mark.parametrize(
    ("phrase", "place", "problem"),
    [
        ('"as is', 0, "a quotation mark opens that is never closed; close it"),
        ('"as is" sold', 8, "text goes on behind a part in quotation marks; put ~ and a number between the two"),
        ('""', 0, "no word stands between the quotation marks; write one"),
        ('"refund*"', 7, "a wildcard stands between quotation marks"),
        ('a ~3 b"c"', 6, "a quotation mark stands within a part; quote the whole part"),
        ("*fund", 0, "a wildcard stands elsewhere than once at the end of a word, as in refund*; move it"),
        ("re*fund", 2, "a wildcard stands elsewhere"),
        ("f***", 1, "a wildcard stands elsewhere"),
        ("all a*", 5, "a wildcard has fewer than 2 letters or digits before it; write more"),
        ("cancel ~ contract", 7, '"~" needs a number and a space right behind it, as in ~5; add them'),
        ("cancel ~5contract", 7, '"~" needs a number and a space right behind it'),
        ("cancel~5 contract", 6, '"~" and its number touch a word; put a space on both sides'),
        ("cancel ~0 contract", 7, "~0 is out of range; write ~1 to ~30"),
        ("cancel ~31 contract", 7, "~31 is out of range"),
        (f"cancel ~{'9' * 400} contract", 7, f"~{'9' * 400} is out of range"),
        ("~5 contract", 0, "words are missing, which must stand before and behind ~, as in cancel ~5 contract"),
        ("cancel ~5", 9, "words are missing"),
        ("cancel ~5 ~5 contract", 10, "words are missing"),
        ("... ~5 contract", 0, "a part holds no word; write one"),
        (" ~1 ".join("abcdefghi"), 37, "a part too many begins; join at most 8 with ~"),
    ],
)
def test_a_compound_that_is_none_is_refused_with_phrase_place_and_fix(phrase: str, place: int, problem: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse(phrase)
    told = str(refused.value)
    assert told.startswith(f"is {phrase!r}: at character {place} {problem}")
    assert told.endswith("or begin the phrase with a backslash to take all of it as plain text.")
    assert read(phrase) == Plain(phrase)
    assert not is_compound(phrase)


@given(SIGNED | st.text(max_size=20))
@example("\\")
@example(' "x"')
def test_plain_text_stays_plain_text_and_reads_as_it_was(text: str) -> None:
    assert parse(plain(text)) == Plain(text)
    assert shown(plain(text)) == text


@given(SIGNED)
def test_a_phrase_is_read_or_refused_and_a_compound_is_shown_as_it_is_written(phrase: str) -> None:
    try:
        said = parse(phrase)
    except Malformed:
        said = None
    if isinstance(said, Compound):
        assert shown(phrase) == phrase
        assert plain(phrase) != phrase
        assert len(said.gaps) == len(said.parts) - 1
    else:
        assert not is_compound(phrase)
