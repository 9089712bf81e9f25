"""Models from a model hub, only when the user asks for one by its id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import httpx2

from earmark.errors import InvalidField, Unavailable


def download(model_id: str, cache: Path, patterns: Sequence[str], endpoint: str | None) -> Path:
    """
    The folder in *cache* that holds the files of *model_id* which match *patterns*.

    Raises:
        InvalidField: the hub shows no such model.
        Unavailable: the hub cannot be reached, or its client is not installed.
    """
    # Slow to import and needed by nothing else.
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError
    except ImportError as error:
        raise Unavailable("Models from a hub need the package huggingface_hub: pip install huggingface_hub.") from error
    try:
        return Path(snapshot_download(model_id, cache_dir=cache, allow_patterns=list(patterns), endpoint=endpoint))
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise InvalidField("PATH_OR_ID", f"names no model that the hub shows: {model_id!r}") from error
    except (OSError, httpx2.HTTPError) as error:
        raise Unavailable(
            f"The hub did not give the model {model_id}: {type(error).__name__}. Check the connection and try again, "
            "or download the model on another machine and name its folder instead of the id."
        ) from error
