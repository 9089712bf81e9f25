"""The encoders that every way in uses: which model serves which space, found and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from earmark import model_files
from earmark.engine import encoder
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.errors import ModelUnfit
from earmark.model_files import ModelFiles, Role

#: Which role's model judges in which space.
SPACES: Final[Mapping[Role, str]] = {Role.ENCODER_EN: ENGLISH_SPACE, Role.ENCODER_MULTI: MULTILINGUAL_SPACE}

#: One instance of each model in a process, by space and digest.
_encoders: Final[dict[tuple[str, str], Encoder]] = {}


def load_encoders(folder: Path | None = None) -> dict[str, Encoder]:
    """
    The encoders whose models serve their roles, loaded once in a process; the first time takes about a second.

    Args:
        folder: The model folder; None for the one in the user's cache.

    Returns:
        By space.

    Raises:
        ModelMissing, ModelDamaged: a model's file is not what it should be.
        ModelUnfit: a model of the user's own is no encoder that can be run.
    """
    return {
        space: _loaded(space, model_files.find(folder or model_files.default_folder(), role))
        for role, space in SPACES.items()
    }


def _loaded(space: str, found: ModelFiles) -> Encoder:
    # By digest: another model in the same role is another encoder.
    kept = _encoders.get((space, found.digest))
    if kept is None:
        try:
            kept = encoder.load(space, found.digest, found.files)
        except Exception as error:  # no narrower one: for a wrong file tokenizers raises nothing but this
            raise ModelUnfit(found.role, found.name, str(error)) from error
        _encoders[space, found.digest] = kept
    return kept
