"""The encoders that every way in uses: which model serves which space, found and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from earmark import model_files
from earmark.engine import encoder
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.model_files import Role

#: Which role's model judges in which space.
SPACES: Final[Mapping[Role, str]] = {Role.ENCODER_EN: ENGLISH_SPACE, Role.ENCODER_MULTI: MULTILINGUAL_SPACE}


def load_encoders(folder: Path | None = None) -> dict[str, Encoder]:
    """
    Load the encoders whose models serve their roles; takes about a second.

    Args:
        folder: The model folder; None for the one in the user's cache.

    Returns:
        By space.

    Raises:
        ModelMissing, ModelDamaged: a model's file is not what it should be.
    """
    loaded = {}
    for role, space in SPACES.items():
        found = model_files.find(folder or model_files.default_folder(), role)
        loaded[space] = encoder.load(space, found.digest, found.files)
    return loaded
