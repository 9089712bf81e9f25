"""Similarities become one score per phrase and tracker."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.engine.scoring import PHRASE_SHARE, best_per_tracker, blend, centroids, gain, left_out, own
from earmark.engine.whitening import unit_rows


def test_one_phrase_is_enough_for_a_tracker() -> None:
    scores = np.array([[0.1, 0.9, 0.2], [0.5, 0.4, -0.3]], np.float32)

    assert best_per_tracker(scores, np.array([0, 2])) == pytest.approx(np.array([[0.9, 0.2], [0.5, -0.3]]))


def test_a_centroid_is_the_mean_direction_of_a_trackers_phrases() -> None:
    phrases = np.array([[1, 0], [0, 1], [0, -1]], np.float32)

    assert centroids(phrases, np.array([0, 2])) == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, -1]]))


def test_the_centroid_of_opposite_phrases_is_no_direction() -> None:
    assert centroids(np.array([[1, 0], [-1, 0]], np.float32), np.array([0])).tolist() == [[0, 0]]


def test_a_score_lies_between_the_phrases_and_the_trackers() -> None:
    assert blend(np.array([0.8]), np.array([0.2])) == pytest.approx([0.2 + 0.6 * PHRASE_SHARE])


def test_a_phrase_alone_never_scores_more_than_it_would_give_its_tracker() -> None:
    phrases, centroid = np.array([0.9, 0.5, 0.1, -0.2]), np.full(4, 0.5)

    assert (own(phrases, centroid) <= blend(phrases, centroid)).all()
    assert own(phrases, centroid) == pytest.approx([0.5 + 0.4 * PHRASE_SHARE, 0.5, 0.3, 0.15])


def test_a_phrase_that_is_left_out_is_judged_by_the_others_alone() -> None:
    phrases = unit_rows(np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1]]))
    lengths = np.array([1.0, 0.5, 1.2], np.float32)

    left = left_out(phrases, lengths)

    for place in range(3):
        others = np.delete(phrases, place, axis=0)
        centroid = centroids(others, np.array([0]))[0]
        expected = blend((others @ phrases[place]).max(), centroid @ phrases[place])
        assert left[place] == pytest.approx(lengths[place] * expected, abs=1e-6)


def test_the_closer_a_trackers_phrases_lie_the_less_its_scores_gain() -> None:
    lengths = np.ones(3, np.float32)
    close = unit_rows(np.array([[1, 0.1, 0], [1, 0, 0.1], [1, 0, 0]]))
    loose = unit_rows(np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]]))
    apart = np.eye(3, dtype=np.float32)

    assert gain(close, lengths) < gain(loose, lengths) < gain(apart, lengths)


def test_one_phrase_tells_nothing_of_its_trackers_nearness() -> None:
    assert gain(np.array([[1, 0]], np.float32), np.ones(1, np.float32)) == pytest.approx(1)


@pytest.mark.parametrize("starts", [[], [1], [0, 0], [0, 2, 1], [0, 3]])
def test_starts_that_leave_a_tracker_without_phrases_are_refused(starts: list[int]) -> None:
    with pytest.raises(ValueError, match="starts must begin at 0"):
        best_per_tracker(np.zeros((1, 3), np.float32), np.array(starts, dtype=np.intp))
    with pytest.raises(ValueError, match="starts must begin at 0"):
        centroids(np.ones((3, 2), np.float32), np.array(starts, dtype=np.intp))


def test_no_text_has_no_scores() -> None:
    assert best_per_tracker(np.zeros((0, 3), np.float32), np.array([0, 2])).shape == (0, 2)
