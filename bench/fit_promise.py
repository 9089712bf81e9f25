"""Fit the numbers of promises on the training sets, and tell how far a set that a fit has not seen lies from it.

    python -m bench.fit_promise [--cache FOLDER]

Prints what `earmark.engine.promise.FITTED` and the constants of `earmark.engine.belief` are read off. Rates are fitted
as those of a negative binomial count with a logarithmic link, every mix of talk with the same weight.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.data import require_data
from bench.sights import Sight, mixes, training_sights
from bench.vectors import CACHE_FOLDER, CachedEncoder
from earmark.engine import promise
from earmark.engine.encoder import Encoder
from earmark.engine.promise import Coefficients, Rate
from earmark.services.encoders import load_encoders
from earmark.types import SENSITIVITY_NAMES

Numbers = NDArray[np.float64]

#: Training sets with many long labels.
SOURCES: Final = ("banking77", "bitext", "clinc150", "goemotions", "hwu64", "mrda", "multidogo", "skills")
#: Of a count, relative to its mean, beyond that of a Poisson count.
_OVERDISPERSION: Final = 0.7
_RIDGE: Final = 1.0
_DEVIATIONS: Final = np.arange(0.3, 1.41, 0.05)
#: A count is never sure.
_SCARCITIES: Final = (0.2, 0.5, 1.0, 2.0, 3.0)
#: Promises of so many alarms are hardly broken by chance; so many of them shall hold.
_TELLING: Final = 10.0
_HELD: Final = 0.8
_NODES: Final = np.linspace(-3, 3, 25)


@dataclass(frozen=True, slots=True)
class Row:
    """One tracker at one sensitivity with one stock of talk, and its false alarms in the talk to come."""

    source: str
    kind: str
    talk: list[float]
    background: list[float]
    scarcity: float
    alarms: int
    negatives: int


def rows_of(sight: Sight) -> list[Row]:
    """What one sight teaches."""
    found = []
    for mix in mixes(sight):
        for sensitivity in SENSITIVITY_NAMES.values():
            threshold = sight.threshold(sensitivity)
            for tracker in sight.trackers:
                met = sight.met(tracker, threshold, mix.stored)
                told = sight.generic[tracker], threshold, sight.phrases
                alarms, negatives = sight.alarms(tracker, threshold, mix.to_come)
                found.append(
                    Row(
                        sight.name,
                        f"{sight.name} {mix.name} {sight.phrases}",
                        promise.talk_terms(met, *told),
                        promise.background_terms(*told),
                        met.scarcity,
                        alarms,
                        negatives,
                    )
                )
    return found


def fit(rows: Sequence[Row], without: str = "") -> Coefficients:
    """The coefficients of rows, one source left out; deviations are those of each source from a fit without it."""
    used = [row for row in rows if row.source != without]
    sources = sorted({row.source for row in used})
    missed: dict[bool, list[tuple[Sequence[Row], Numbers]]] = {True: [], False: []}
    for source in sources:
        seen, unseen = ([row for row in used if (row.source == source) is own] for own in (False, True))
        for talk in (True, False):
            missed[talk].append((unseen, _terms(unseen, talk=talk) @ _solve(seen, talk=talk)))
    talk_sd, scarcity = _deviations(missed[True], _SCARCITIES)
    background_sd, _ = _deviations(missed[False], (0.0,))
    return Coefficients(
        background=tuple(_solve(used, talk=False).round(2).tolist()),
        background_sd=background_sd,
        talk=tuple(_solve(used, talk=True).round(2).tolist()),
        talk_sd=talk_sd,
        scarcity=scarcity,
    )


def _terms(rows: Sequence[Row], *, talk: bool) -> Numbers:
    return np.array([row.talk if talk else row.background for row in rows])


def _solve(rows: Sequence[Row], *, talk: bool) -> Numbers:
    """Maximum likelihood with a small ridge, by Fisher scoring with halved steps."""
    terms = _terms(rows, talk=talk)
    alarms = np.array([row.alarms for row in rows], np.float64)
    exposure = np.log([row.negatives for row in rows])
    counts = Counter(row.kind for row in rows)
    weights = np.array([len(rows) / len(counts) / counts[row.kind] for row in rows])
    ridge = _RIDGE * np.eye(terms.shape[1])
    ridge[0, 0] = 1e-6

    def likelihood(given: Numbers) -> float:
        means = np.exp(np.clip(terms @ given + exposure, -20, 12))
        own = alarms * np.log(means) - (alarms + 1 / _OVERDISPERSION) * np.log1p(_OVERDISPERSION * means)
        return float(weights @ own - given @ ridge @ given / 2)

    surety = weights / (_OVERDISPERSION + 1 / (alarms + 0.5))
    logs = np.log(alarms + 0.5) - exposure
    found: Numbers = np.linalg.solve(terms.T @ (surety[:, None] * terms) + ridge, terms.T @ (surety * logs))
    for _ in range(40):
        means = np.exp(np.clip(terms @ found + exposure, -20, 12))
        spread = weights / (1 + _OVERDISPERSION * means)
        slope = terms.T @ (spread * (alarms - means)) - ridge @ found
        step = np.linalg.solve(terms.T @ ((spread * means)[:, None] * terms) + ridge, slope)
        while likelihood(found + step) < likelihood(found) and np.abs(step).max() > 1e-7:
            step = step / 2
        found = found + step
        if np.abs(step).max() < 1e-6:
            break
    return found


def _deviations(missed: Iterable[tuple[Sequence[Row], Numbers]], scarcities: Sequence[float]) -> tuple[float, float]:
    """
    The standard deviation and the variance by scarcity that make the counts of unseen rows likeliest.

    The deviation is raised until four promises in five hold of those that chance alone would not break.
    """
    rows = [row for unseen, _ in missed for row in unseen]
    negatives = np.array([row.negatives for row in rows], np.float64)
    middles = np.concatenate([middle for _, middle in missed])
    alarms = np.array([row.alarms for row in rows], np.float64)
    scarcity = np.array([row.scarcity for row in rows])
    factorials = np.cumsum(np.log(np.maximum(np.arange(int(alarms.max()) + 1), 1)))[alarms.astype(int)]
    shares = np.exp(-(_NODES**2) / 2)
    shares /= shares.sum()
    best = (-np.inf, 0.0, 0.0)
    for sd in _DEVIATIONS:
        for extra in scarcities:
            reach = np.sqrt(sd**2 + extra * scarcity)
            logs = middles[:, None] + np.log(negatives)[:, None] + reach[:, None] * _NODES
            likely = np.exp(alarms[:, None] * logs - np.exp(np.minimum(logs, 20)) - factorials[:, None]) @ shares
            best = max(best, (float(np.log(likely + 1e-300).sum()), float(sd), extra))
    _, sd, extra = best
    told = np.exp(middles) * negatives >= _TELLING
    while sd < _DEVIATIONS[-1]:
        rates = [Rate(middle, reach) for middle, reach in zip(middles, np.sqrt(sd**2 + extra * scarcity), strict=True)]
        held = [
            rate.low <= 1_000 * row.alarms / row.negatives <= rate.high for rate, row in zip(rates, rows, strict=True)
        ]
        if np.mean(np.array(held)[told]) >= _HELD:
            break
        sd += _DEVIATIONS[1] - _DEVIATIONS[0]
    return round(float(sd), 2), extra


def learn(encoders: Mapping[str, Encoder], sources: Sequence[str] = SOURCES) -> tuple[list[Row], list[Sight]]:
    """The rows of all training sets, and the sights that they come from."""
    rows: list[Row] = []
    sights = []
    for source in sources:
        for sight in training_sights(source, [one for one in sources if one != source], encoders):
            rows += rows_of(sight)
            sights.append(sight)
        print(f"{source}: {len(rows)} rows", flush=True)
    return rows, sights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=CACHE_FOLDER, help="where vectors are kept")
    folder = parser.parse_args().cache
    require_data()
    encoders = {space: CachedEncoder(one, folder) for space, one in load_encoders().items()}
    rows, _ = learn(encoders)
    for one in encoders.values():
        one.save()
    for without in ("", "clinc150", "mrda"):
        print(f"without {without or 'none'}: {fit(rows, without)}", flush=True)


if __name__ == "__main__":
    main()
