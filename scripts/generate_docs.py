"""Write the generated parts of the documentation from the code that they describe.

    python scripts/generate_docs.py            writes them
    python scripts/generate_docs.py --check    changes nothing; names the stale pages and leaves with 1

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; the text around it is written by hand.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import typer
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from earmark import limits, telemetry
from earmark.api.errors import STATUS, status_of_class
from earmark.api.native.problems import title_of, type_of
from earmark.app import create_app
from earmark.cli import app as command_line
from earmark.config import PREFIX, Settings
from earmark.engine import belief, calibration, literal, promise, scoring, spans, whitening, windows
from earmark.errors import EarmarkError
from earmark.types import SENSITIVITY_NAMES

PAGES: Final = Path(__file__).parents[1] / "docs"

_PART: Final = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_LIMIT: Final = re.compile(r"^(?:# -- (?P<group>.*?) -+|(?P<name>[A-Z_]+): Final = .*?# (?P<source>.*))$", re.MULTILINE)
_UNITS: Final = {"BYTES": "bytes", "CHARS": "characters", "S": "seconds"}
_SCHEMA: Final = "#/components/schemas/"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; pipes within cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings() -> str:
    return table(
        ("Variable", "Default", "What it does"),
        (
            (f"`{PREFIX}{name.upper()}`", _default(field), str(field.description))
            for name, field in Settings.model_fields.items()
        ),
    )


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "number of cores"
    given = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if given is None or given == "":
        return "none"
    shown = f"`{str(given).lower() if isinstance(given, bool) else given}`"
    others = [f"`{value}`" for value in get_args(field.annotation) if value != given]
    is_choice = get_origin(field.annotation) is not None and others
    return f"{shown}; or {', '.join(others)}" if is_choice else shown


def commands() -> str:
    root = typer.main.get_command(command_line)
    return "\n\n".join(_command(root, root.make_context("earmark", [], resilient_parsing=True)))


def _command(command: Any, context: Any) -> Iterator[str]:
    children = getattr(command, "commands", {})
    if context.parent is not None:
        yield f"## {context.command_path}"
        yield inspect.cleandoc(command.help)
    if not children:
        yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```"
        described = [record for one in command.params if (record := one.get_help_record(context))]
        if described:
            yield table(("Argument or option", "What it does"), ((f"`{name}`", text) for name, text in described))
    for name, child in children.items():
        yield from _command(child, child.make_context(name, [], parent=context, resilient_parsing=True))


def routes() -> str:
    rows = []
    for path, operations in _document()["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            status, answer = next(iter(operation["responses"].items()))
            schema = answer.get("content", {}).get("application/json", {}).get("schema")
            queried = [f"`{one['name']}`" for one in operation.get("parameters", ()) if one["in"] == "query"]
            rows.append(
                (
                    f"`{method.upper()} {path}`",
                    operation["summary"] + (f". Query: {', '.join(queried)}" if queried else ""),
                    _type(body) if body else "",
                    f"{status} {_type(schema) if schema else ''}".strip(),
                )
            )
    return table(("Route", "What it does", "Body", "Answer"), rows)


def bodies() -> str:
    schemas: Mapping[str, Any] = _document()["components"]["schemas"]
    return "\n\n".join(part for name in sorted(schemas) for part in _schema(name, schemas[name]))


def _schema(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    required = schema.get("required", ())
    yield table(
        ("Member", "Type", "Required", "What it is"),
        (
            (f"`{member}`", _type(one), "yes" if member in required else "", one.get("description", ""))
            for member, one in schema["properties"].items()
        ),
    )


def _type(schema: Mapping[str, Any]) -> str:
    """A JSON schema in words, with links to the schemas that it names."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_SCHEMA)
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema or "oneOf" in schema:
        kinds = [one for one in schema.get("anyOf") or schema["oneOf"] if one.get("type") != "null"]
        return " or ".join(map(_type, kinds))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array" and "items" in schema:
        return f"array of {_type(schema['items'])}"
    kind = str(schema.get("type", "anything"))
    return f"{kind} from {schema['minimum']} to {schema['maximum']}" if "minimum" in schema else kind


def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = create_app(Settings.model_construct()).openapi()
    return document


def errors() -> str:
    rows = [(str(status), (error.__doc__ or "").strip()) for error, status in STATUS.items()]
    return table(("Status", "Meaning"), [*rows, ("500", "A fault of the server; its log says more.")])


def problems() -> str:
    found = sorted(_errors(EarmarkError), key=lambda one: (status_of_class(one), one.code))
    return table(
        ("Type", "Title", "Status", "Meaning"),
        (
            (
                f"`{type_of(one.code)}`",
                title_of(one.code),
                str(status_of_class(one)),
                (one.__doc__ or "").strip().splitlines()[0],
            )
            for one in found
        ),
    )


def _errors(base: type[EarmarkError]) -> Iterator[type[EarmarkError]]:
    """The errors of `earmark.errors` below *base*; those that other modules keep to themselves reach no client."""
    for one in base.__subclasses__():
        if one.__module__ == base.__module__:
            yield one
            yield from _errors(one)


def numbers() -> str:
    rows = []
    group = ""
    for found in _LIMIT.finditer(inspect.getsource(limits)):
        if found["group"]:
            group = found["group"]
            continue
        words = found["name"].split("_")
        unit = _UNITS.get(words[-1], "")
        label = " ".join(words[:-1] if unit else words).lower()
        value = getattr(limits, found["name"])
        amount = ", ".join(f"{one:g}" for one in value) if isinstance(value, tuple) else f"{value:,}"
        rows.append((group, label, f"{amount} {unit}".strip(), found["source"]))
    return table(("Of", "Limit", "Value", "Source"), rows)


def metrics() -> str:
    return table(
        ("Metric", "Kind", "What it counts"),
        (
            (f"`{one.name}{'_total' if one.type == 'counter' else ''}`", one.type, one.documentation)
            for one in telemetry.REGISTRY.collect()
        ),
    )


def thresholds() -> str:
    counts = (1, 2, 3, 5, 10)
    rows = (
        (f"`{name}` ({sensitivity:g})", *(f"{calibration.threshold(sensitivity, count):.2f}" for count in counts))
        for name, sensitivity in SENSITIVITY_NAMES.items()
    )
    return table(("Sensitivity", "1 phrase", *(f"{count} phrases" for count in counts[1:-1]), "10 and more"), rows)


def recipe() -> str:
    rows = (
        ("Words of a piece that is compared whole only", windows.WHOLE_WORDS),
        ("Words of a window", windows.WINDOW_WORDS),
        ("Words from one window's start to the next", windows.STRIDE_WORDS),
        ("Other words between two words of an inflected phrase", literal.MAX_GAP_WORDS),
        ("Shrinkage of the whitening, λ", whitening.SHRINKAGE),
        ("Phrases that the whole background weighs in the whitening", whitening.BACKGROUND_WEIGHT),
        ("Share of the best phrase in a score, σ; the rest is the centroid's", scoring.PHRASE_SHARE),
        ("Nearness of a tracker's phrases to each other, as a rule, n₀", scoring.USUAL_NEARNESS),
        ("Phrases that this rule weighs, k₀", scoring.NEARNESS_WEIGHT),
        ("What is added to nearness in a gain, r", scoring.NEARNESS_REST),
        ("Words beyond a window within which a clause that it cuts must end to be named whole", spans.BEYOND_WORDS),
        ("Words that are added to every clause's length before spans are compared", spans.DAMPING_WORDS),
        ("Share of the nearest clause's nearness that another's is held against", spans.LEAST_SHARE),
        ("Nearness up to which an idle word at a span's end is left out", spans.EDGE_NEARNESS),
    )
    return table(("Number", "Value"), ((name, f"{value:g}") for name, value in rows))


def promises() -> str:
    fit = promise.FITTED
    rows = [(f"`k{place}`", f"{one:g}") for place, one in enumerate(fit.talk)]
    rows += [
        ("`s`", f"{fit.talk_sd:g}"),
        ("`v`", f"{fit.scarcity:g}"),
        ("`s` of the background alone", f"{fit.background_sd:g}"),
        ("`right`", f"{belief.USUAL.right:g}"),
        ("`worth`", f"{belief.USUAL.worth:g}, and at least {belief.USUAL.least_worth:g}"),
        ("`a`, its mean and standard deviation", f"0, {belief.USUAL.spread:g}"),
        (
            "`b`, its middle, and the standard deviation of its logarithm",
            f"{belief.USUAL.steepness:g}, {belief.USUAL.steepness_spread:g}",
        ),
        ("Right and wrong hits by words that every tracker starts from", "{:g}, {:g}".format(*belief.USUAL.worded)),
    ]
    return table(("Number", "Value"), rows)


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    part.__name__: part
    for part in (settings, commands, routes, bodies, errors, problems, numbers, metrics, thresholds, recipe, promises)
}


def generated(page: str) -> str:
    """*page* with every generated part made anew."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n\n{found[3]}", page)


def main(arguments: Sequence[str]) -> int:
    stale = []
    for path in sorted(PAGES.rglob("*.md")):
        page = path.read_text(encoding="utf-8")
        fresh = generated(page)
        if fresh != page:
            stale.append(str(path.relative_to(PAGES.parent)))
            if "--check" not in arguments:
                path.write_text(fresh, encoding="utf-8")
    if "--check" in arguments and stale:
        print(f"Stale: {', '.join(stale)}. Run `python scripts/generate_docs.py`.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
