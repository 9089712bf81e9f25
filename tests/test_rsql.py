"""Contract 5.1: the filter of a listing."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earmark import limits
from earmark.errors import InvalidField
from earmark.rsql import FIELDS, Comparison, Field, Filter, Operator, parse

AGENT = "conversation.metadata.agentId"
MAY_1_MS = 1_714_557_600_000
RSQL_CHARS = "conversation.metadata.namestartTime()\"'\\;,=!~<> *\0\ud800orand1é"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{AGENT}==johndoe", Comparison(Field.METADATA, Operator.EQUAL, ("johndoe",), ("agentId",))),
        (f" {AGENT} == johndoe ", Comparison(Field.METADATA, Operator.EQUAL, ("johndoe",), ("agentId",))),
        (f"({AGENT}==johndoe)", Comparison(Field.METADATA, Operator.EQUAL, ("johndoe",), ("agentId",))),
        ("conversation.metadata.a.b!=1", Comparison(Field.METADATA, Operator.NOT_EQUAL, ("1",), ("a", "b"))),
        ("conversation.name=='Renewal call'", Comparison(Field.NAME, Operator.EQUAL, ("Renewal call",))),
        (r'conversation.name=="a \"b\" \\ c"', Comparison(Field.NAME, Operator.EQUAL, ('a "b" \\ c',))),
        ("conversation.name==Ren*", Comparison(Field.NAME, Operator.EQUAL, ("Ren*",))),
        ("conversation.name==''", Comparison(Field.NAME, Operator.EQUAL, ("",))),
        ("conversation.type=in=(call,'a b')", Comparison(Field.KIND, Operator.ONE_OF, ("call", "a b"))),
        ("conversation.id=out=5", Comparison(Field.ID, Operator.NONE_OF, ("5",))),
        ("conversation.id<5", Comparison(Field.ID, Operator.LESS, ("5",))),
        ("conversation.id=lt=5", Comparison(Field.ID, Operator.LESS, ("5",))),
        ("conversation.id=le=5", Comparison(Field.ID, Operator.AT_MOST, ("5",))),
        ("conversation.id<=5", Comparison(Field.ID, Operator.AT_MOST, ("5",))),
        ("conversation.id=gt=5", Comparison(Field.ID, Operator.MORE, ("5",))),
        ("conversation.id>=5", Comparison(Field.ID, Operator.AT_LEAST, ("5",))),
        (
            "conversation.startTime=ge=2024-05-01T10:00:00.000Z",
            Comparison(Field.START, Operator.AT_LEAST, (MAY_1_MS,)),
        ),
        ("conversation.endTime>'2024-05-01T12:00+02:00'", Comparison(Field.END, Operator.MORE, (MAY_1_MS,))),
    ],
)
def test_comparison_is_read(text: str, expected: Comparison) -> None:
    assert parse(text) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        f"{AGENT}==a;{AGENT}!=b;conversation.id>1",
        f"{AGENT}==a and {AGENT}!=b and conversation.id>1",
        f"({AGENT}==a;({AGENT}!=b)) and (conversation.id>1)",
        f"(({AGENT}==a))and ({AGENT}!=b ; conversation.id>1)",
    ],
)
def test_comparisons_are_joined_by_and(text: str) -> None:
    assert [(one.operator, one.values) for one in parse(text)] == [
        (Operator.EQUAL, ("a",)),
        (Operator.NOT_EQUAL, ("b",)),
        (Operator.MORE, ("1",)),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must not be empty"),
        ("  ", "must not be empty"),
        (f"{AGENT}==a,{AGENT}==b", "has an OR, which is not supported at character 32"),
        (f"{AGENT}==a or {AGENT}==b", "has an OR, which is not supported"),
        (f"({AGENT}==a)or {AGENT}==b", "has an OR, which is not supported"),
        (f"{AGENT}==a;conversation.id==b;conversation.name==c", "compares more than 2 different fields"),
        ("conversation.metadata.a==1;conversation.metadata.b==1;conversation.id==1", "more than 2 different fields"),
        ("name==x", "names 'name' at character 0; the fields are conversation.id"),
        ("conversation.metadata==x", "names 'conversation.metadata'"),
        ("conversation.metadata.==x", "names 'conversation.metadata.'"),
        ("conversation.metadata.a..b==x", "names 'conversation.metadata.a..b'"),
        (AGENT, "must have an operator, such as == at character 29"),
        (f"{AGENT}=x", "must have an operator"),
        (f"{AGENT}=like=x", "must have an operator"),
        (f"{AGENT}~x", "must have an operator"),
        ("==x", "must have the name of a field"),
        (f"{AGENT}==", "must have a value"),
        (f"{AGENT}=='x", "must have a value"),
        (f"{AGENT}==a;", "must have the name of a field"),
        (f"{AGENT}==two words", "must have ; or the end at character 34"),
        (f"{AGENT}=in=()", "must have a value"),
        (f"{AGENT}=in=(a", "must have , or ) in its list of values"),
        (f"({AGENT}==a", "misses a closing parenthesis"),
        (f"{AGENT}==a)", "must have ; or the end"),
        ("conversation.startTime>soon", "compares a time with 'soon'; write it in ISO 8601"),
        ("conversation.name==a\0b", "holds the control character U+0000"),
        (f"{AGENT}=={'x' * limits.FILTER_CHARS}", "shorten it to at most 2,000"),
    ],
)
def test_wrong_filter_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(InvalidField) as refused:
        parse(text)
    assert str(refused.value).startswith('"filter" ')
    assert problem in str(refused.value)


def test_a_thousand_parentheses_do_not_exhaust_the_stack() -> None:
    deep = "(" * 900 + f"{AGENT}==a" + ")" * 900
    assert len(parse(deep)) == 1


@given(st.text(st.sampled_from(RSQL_CHARS), max_size=60))
@example("conversation.startTime==0001-01-01T00:00:00+23:59")
@example("conversation.startTime==9999-12-31T23:59:59.9999999Z")
@example("conversation.name==\ud800")
def test_any_text_is_a_filter_or_refused_as_a_wrong_field(text: str) -> None:
    for whole in (text, f"conversation.name=={text}", f"conversation.startTime=={text}", f"{AGENT}=in={text}"):
        with suppress(InvalidField):
            assert parse(whole)


names = st.from_regex(r"\A[A-Za-z0-9_$é-]{1,8}\Z")
words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
metadata = st.lists(names, min_size=1, max_size=3)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    field = draw(st.sampled_from(Field))
    operator = draw(st.sampled_from(Operator))
    most = 3 if operator in (Operator.ONE_OF, Operator.NONE_OF) else 1
    values: tuple[str | int, ...]
    if field in (Field.START, Field.END):
        values = tuple(draw(st.lists(st.sampled_from([MAY_1_MS]), min_size=1, max_size=most)))
    else:
        values = tuple(draw(st.lists(words, min_size=1, max_size=most)))
    return Comparison(field, operator, values, tuple(draw(metadata)) if field is Field.METADATA else ())


def written(comparison: Comparison, quote: str) -> str:
    """As somebody who quotes everything would write it."""
    wire = {field: name for name, field in FIELDS.items()}
    name = wire.get(comparison.field) or ".".join(("conversation.metadata", *comparison.key))
    values = ["2024-05-01T10:00:00Z" if value == MAY_1_MS else str(value) for value in comparison.values]
    quoted = [quote + value.replace("\\", r"\\").replace(quote, f"\\{quote}") + quote for value in values]
    many = f"({', '.join(quoted)})" if len(quoted) > 1 else quoted[0]
    return f"{name}{comparison.operator}{many}"


@given(st.lists(comparisons(), min_size=1, max_size=2), st.sampled_from("\"'"), st.sampled_from([";", " and ", " ; "]))
def test_filter_is_read_as_it_was_written(asked: list[Comparison], quote: str, joined: str) -> None:
    expected: Filter = tuple(asked)
    assert parse(joined.join(written(one, quote) for one in asked)) == expected
