"""Trackers compiled in blocks: an edit replaces the block of its tracker and leaves all others as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from earmark.engine import phrases
from earmark.engine.encoder import Encoder
from earmark.engine.fits import Fit
from earmark.engine.literal import LiteralIndex
from earmark.engine.phrases import PhraseMatrix, Piece
from earmark.engine.scoring import Rows
from earmark.engine.whitening import Vectors
from earmark.types import Tracker

#: Phrases of a block: so many that few blocks are to be asked, so few that one is made anew in milliseconds.
_PHRASES: Final = 2_048
#: A block that edits have left with less than this share of its phrases may be joined with others.
_SPARSE: Final = 0.5

#: All of a tracker that a block depends on.
Content = tuple[Sequence[str], Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Block:
    """
    Some trackers, ready to be compared with.

    Attributes:
        contents: Of each tracker.
        literal: Its phrases and counter-examples by their words; they count in the order of `phrases.ordered`.
        spaces: The matrix of each space that serves one of the trackers; members are places in `contents`.
    """

    contents: tuple[Content, ...]
    literal: LiteralIndex
    spaces: Mapping[str, PhraseMatrix]

    @property
    def size(self) -> int:
        return sum(map(_size, self.contents))

    def pieces(self, local: int) -> dict[str, Piece]:
        """What each space knows of the tracker at a place in `contents`."""
        found = ((space, matrix.piece(local)) for space, matrix in self.spaces.items())
        return {space: piece for space, piece in found if piece is not None}

    def alone(self, local: int) -> Block:
        """The block of one of the trackers."""
        found = ((space, matrix.alone(local)) for space, matrix in self.spaces.items())
        return Block(
            (self.contents[local],),
            _literal([self.contents[local]]),
            {space: matrix for space, matrix in found if matrix is not None},
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, and where its trackers stand among all: shape ``(trackers,)``."""

    block: Block
    places: Rows


class Known:
    """What earlier blocks of the same fits know of trackers."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._found: dict[Content, list[tuple[Block, int]]] = defaultdict(list)
        for block in blocks:
            for local, content in enumerate(block.contents):
                self._found[content].append((block, local))

    def __contains__(self, tracker: Tracker) -> bool:
        return content_of(tracker) in self._found

    def arranged(self, contents: Sequence[Content]) -> tuple[list[Placed], dict[int, dict[str, Piece]]]:
        """
        The blocks that may stay as they are, and the pieces of those trackers that stand in others, by place.

        A block stays when all its trackers are still wanted and most of its room is used.
        """
        left = {content: list(found) for content, found in self._found.items()}
        places: dict[int, dict[int, int]] = defaultdict(dict)  # by block: by place in it
        blocks: dict[int, Block] = {}
        pieces: dict[int, dict[str, Piece]] = {}
        for place, content in enumerate(contents):
            if left.get(content):
                block, local = left[content].pop(0)
                blocks[id(block)] = block
                places[id(block)][local] = place
            elif content in self._found:  # more alike are wanted than there are
                block, local = self._found[content][0]
                pieces[place] = block.pieces(local)
        staying: list[Placed] = []
        for key, block in blocks.items():
            of = places[key]
            if len(of) == len(block.contents) and block.size >= _SPARSE * _PHRASES:
                staying.append(Placed(block, np.array([of[local] for local in range(len(of))], np.intp)))
            else:
                pieces.update({place: block.pieces(local) for local, place in of.items()})
        return staying, pieces


def content_of(tracker: Tracker) -> Content:
    return tracker.phrases, tracker.counter_examples, tracker.languages


def build(
    trackers: Sequence[Tracker],
    members: Mapping[str, Sequence[int]],
    encoders: Mapping[str, Encoder],
    fits: Mapping[str, Fit],
    vector_of: Mapping[str, Mapping[str, Vectors]],
    known: Known,
) -> tuple[Placed, ...]:
    """
    The blocks of all trackers.

    Args:
        members: By space, the places of the trackers that it serves.
        fits: By space, for each with a member.
        vector_of: By space, the vector of every text of the trackers that *known* lacks.
        known: Of the same fits.
    """
    contents = [content_of(tracker) for tracker in trackers]
    placed, pieces = known.arranged(contents)
    served = {space: frozenset(of) for space, of in members.items()}
    taken = {int(place) for one in placed for place in one.places}
    loose = [place for place in range(len(trackers)) if place not in taken]
    for chunk in _chunks(loose, [_size(content) for content in contents]):
        spaces: dict[str, PhraseMatrix] = {}
        for space, of in served.items():
            inside = [local for local, place in enumerate(chunk) if place in of]
            if inside:
                found = [
                    pieces[chunk[local]][space]
                    if chunk[local] in pieces
                    else phrases.piece(trackers[chunk[local]], vector_of[space], fits[space].whitening)
                    for local in inside
                ]
                spaces[space] = phrases.joined(found, inside, encoders[space], fits[space].whitening)
        block = Block(tuple(contents[place] for place in chunk), _literal([contents[place] for place in chunk]), spaces)
        placed.append(Placed(block, np.array(chunk, np.intp)))
    return tuple(placed)


def _chunks(places: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Places in their order, in groups of at most so many phrases."""
    chunk: list[int] = []
    filled = 0
    for place in places:
        if chunk and filled + sizes[place] > _PHRASES:
            yield chunk
            chunk, filled = [], 0
        chunk.append(place)
        filled += sizes[place]
    if chunk:
        yield chunk


def _literal(contents: Sequence[Content]) -> LiteralIndex:
    return LiteralIndex([(phrases.ordered(texts), counters) for texts, counters, _ in contents])


def _size(content: Content) -> int:
    return len(content[0]) + len(content[1])
