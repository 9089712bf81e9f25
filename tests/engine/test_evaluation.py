"""The figures of a labelled suite, on cases small enough to be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from earmark.engine.evaluation import Figure, Labelled, average_precision_by_tracker, figures

#: The score of a pair that was not found.
NOT_FOUND = -np.inf


def labelled(
    truth: Sequence[Sequence[int]],
    judged: Sequence[Sequence[int]] | None = None,
    crisp: Sequence[int] | None = None,
    conversations: Sequence[int] | None = None,
) -> Labelled:
    flags = np.array(truth, dtype=bool)
    return Labelled(
        truth=flags,
        judged=np.ones_like(flags) if judged is None else np.array(judged, dtype=bool),
        crisp=np.ones(flags.shape[1], dtype=bool) if crisp is None else np.array(crisp, dtype=bool),
        conversations=np.arange(len(flags)) if conversations is None else np.array(conversations),
    )


def values(
    scores: Sequence[Sequence[float]], labels: Labelled, matches: Sequence[Sequence[int]] | None = None
) -> dict[str, float]:
    flags = np.zeros(np.shape(scores), dtype=bool) if matches is None else np.array(matches, dtype=bool)
    found = figures(np.array(scores, dtype=np.float32), flags, labels, rounds=0)
    return {name: figure.value for name, figure in found.items()}


def test_average_precision_is_the_mean_precision_at_the_true_pairs() -> None:
    # True at ranks 1 and 3: (1/1 + 2/3) / 2.
    found = values([[0.9], [0.8], [0.7], [0.6]], labelled([[1], [0], [1], [0]]))
    assert found["ap_micro"] == found["ap_macro"] == pytest.approx((1 + 2 / 3) / 2)


@pytest.mark.parametrize("truth", [[1, 1, 0], [0, 1, 1], [1, 0, 1]])
def test_pairs_of_equal_score_are_one_step_in_no_order(truth: list[int]) -> None:
    found = values([[0.5]] * 3, labelled([[flag] for flag in truth]))
    assert found["ap_micro"] == pytest.approx(2 / 3)


def test_a_step_of_several_pairs_has_the_precision_at_its_end() -> None:
    # One true pair alone, then two together of which one is true: (1/1 + 2/3) / 2.
    assert values([[0.9], [0.5], [0.5]], labelled([[1], [1], [0]]))["ap_micro"] == pytest.approx((1 + 2 / 3) / 2)


def test_a_true_pair_that_is_not_found_counts_as_missed() -> None:
    assert values([[0.9], [NOT_FOUND]], labelled([[1], [1]]))["ap_micro"] == pytest.approx(1 / 2)


def test_over_all_pairs_one_ranking_counts_and_by_tracker_each_its_own() -> None:
    # Each tracker ranks its own perfectly; in one ranking the second's true pair comes after the first's false one.
    scores, labels = [[0.9, 0.2], [0.8, 0.1]], labelled([[1, 1], [0, 0]])
    found = values(scores, labels)
    assert found["ap_macro"] == 1
    assert found["ap_micro"] == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision_by_tracker(np.array(scores, np.float32), labels) == [1, 1]


def test_pairs_that_nobody_judged_count_for_nothing() -> None:
    labels = labelled(truth=[[1, 1], [0, 0], [1, 0]], judged=[[1, 0], [1, 0], [1, 1]])
    found = values([[0.9, 0.99], [0.8, 0.98], [0.7, 0.5]], labels, matches=[[1, 1], [0, 1], [0, 0]])
    # What is left: 0.9 true and reported, 0.8 false, 0.7 true, 0.5 false. The second tracker has no true pair left.
    assert found["ap_micro"] == found["ap_macro"] == pytest.approx((1 + 2 / 3) / 2)
    assert (found["precision"], found["recall"]) == (1, 0.5)
    assert found["f1"] == pytest.approx(2 / 3)


def test_a_tracker_without_a_true_pair_is_left_out_of_the_mean() -> None:
    scores, labels = [[0.9, 0.4], [0.1, 0.3]], labelled([[1, 0], [0, 0]])
    assert values(scores, labels)["ap_macro"] == 1
    first, second = average_precision_by_tracker(np.array(scores, np.float32), labels)
    assert first == 1
    assert np.isnan(second)


def test_without_any_true_pair_every_figure_is_0() -> None:
    found = values([[0.9], [0.1]], labelled([[0], [0]]), matches=[[1], [0]])
    assert {"ap_micro", "precision", "recall", "f1"} < found.keys()
    assert set(found.values()) == {0.0}


def test_without_any_prediction_what_is_left_is_0() -> None:
    found = values([[NOT_FOUND], [NOT_FOUND]], labelled([[1], [0]]))
    assert found == {"ap_micro": 0, "ap_macro": 0, "recall_at_1e-3": 0, "recall_at_1e-4": 0}


def test_without_a_match_precision_recall_and_f1_are_left_out() -> None:
    assert not {"precision", "recall", "f1"} & values([[0.9], [0.1]], labelled([[1], [0]])).keys()


def test_matches_count_whatever_their_score() -> None:
    # A phrase found by its words may have hardly any score. One of two reported is right, of two that are true.
    found = values([[0.01], [0.9], [0.5]], labelled([[1], [0], [1]]), matches=[[1], [1], [0]])
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)


def test_fuzzy_trackers_are_left_out_of_a_mean_of_its_own_where_there_are_any() -> None:
    scores, truth = [[0.9, 0.1], [0.5, 0.2]], [[1, 1], [0, 0]]
    assert "ap_macro_crisp" not in values(scores, labelled(truth))
    found = values(scores, labelled(truth, crisp=[1, 0]))
    assert found["ap_macro_crisp"] == 1
    assert found["ap_macro"] == pytest.approx((1 + 1 / 2) / 2)


@pytest.mark.parametrize(("false_above", "at_1e_3", "at_1e_4"), [(0, 1, 1), (1, 1, 0.5), (2, 0.5, 0.5)])
def test_recall_at_a_rate_stops_before_one_false_alarm_too_many(
    false_above: int, at_1e_3: float, at_1e_4: float
) -> None:
    # A thousand judged pairs, so 1 in 1,000 is one. Of the two true pairs one comes first, one after the false alarms.
    rest = 998 - false_above
    scores = [[0.9], *[[0.8]] * false_above, [0.7], *[[0.1]] * rest]
    truth = [[1], *[[0]] * false_above, [1], *[[0]] * rest]
    found = values(scores, labelled(truth))
    assert (found["recall_at_1e-3"], found["recall_at_1e-4"]) == (at_1e_3, at_1e_4)


def test_recall_at_a_rate_takes_pairs_of_equal_score_together_or_not_at_all() -> None:
    assert values([[0.5], [0.5]], labelled([[1], [0]]))["recall_at_1e-3"] == 0


def interval(conversations: Sequence[int], rounds: int = 200) -> Figure:
    scores = np.linspace(0.9, 0.1, 40, dtype=np.float32)[:, None]
    labels = labelled([[number % 2] for number in range(40)], conversations=conversations)
    return figures(scores, np.zeros((40, 1), dtype=bool), labels, rounds=rounds)["ap_micro"]


def test_the_interval_holds_the_value_and_is_the_same_every_time() -> None:
    figure = interval(range(40))
    assert figure.low < figure.value < figure.high
    assert figure == interval(range(40))


def test_without_rounds_the_interval_is_the_value() -> None:
    figure = interval(range(40), rounds=0)
    assert figure.low == figure.high == figure.value


def test_a_single_conversation_can_only_be_drawn_as_it_is() -> None:
    figure = interval([0] * 40)
    assert figure.low == figure.high == figure.value


def test_the_interval_draws_whole_conversations() -> None:
    # One conversation ranked right and one ranked wrong; every draw holds each of them 0, 1 or 2 times.
    labels = labelled([[1], [0], [1], [0]], conversations=[0, 0, 1, 1])
    scores = np.array([[0.9], [0.1], [0.2], [0.8]], np.float32)
    figure = figures(scores, np.zeros((4, 1), dtype=bool), labels)["ap_micro"]
    # The first one twice gives 1, the second one twice 1/2, and the two together (1/1 + 2/3) / 2.
    assert (figure.low, figure.value, figure.high) == pytest.approx((1 / 2, (1 + 2 / 3) / 2, 1))
