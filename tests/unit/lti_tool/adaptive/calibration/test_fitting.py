"""Difficulties and guesses are found again from invented answers whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from lti_tool.adaptive import BankItem
from lti_tool.adaptive.calibration import Fit, Marked, Sitting, fit
from lti_tool.adaptive.joint.curves import LABEL_SD, curve_of

from .invented import BANK, POLICY, World, world


def errors(fits: list[Fit], truth: World) -> np.ndarray:
    return np.array([one.difficulty - truth.difficulty[one.item.id] for one in fits])


def rmse(values: np.ndarray) -> float:
    return float(np.sqrt((values**2).mean()))


@pytest.fixture(scope="module")
def usual() -> tuple[list[Fit], World]:
    truth = world(300)
    return fit(BANK, truth.sittings), truth


def test_three_hundred_attempts_find_the_difficulties_to_a_third_of_a_level(
    usual: tuple[list[Fit], World],
) -> None:
    fits, truth = usual
    found, label = errors(fits, truth), np.array([-one.gap for one in fits]) + errors(fits, truth)

    assert rmse(found) <= 0.33
    assert rmse(found) <= 0.6 * rmse(label)  # the label alone is off by half a level
    assert abs(found.mean()) <= 0.15


def test_the_margins_that_are_told_are_the_errors_that_are_made(usual: tuple[list[Fit], World]) -> None:
    fits, truth = usual
    inside = np.abs(errors(fits, truth)) <= 1.645 * np.array([one.difficulty_sd for one in fits])

    assert 0.8 <= inside.mean() <= 1.0


def test_guessing_comes_closer_to_the_truth_than_the_format_does(usual: tuple[list[Fit], World]) -> None:
    fits, truth = usual
    closed = [one for one in fits if one.item.closed]
    found = np.array([one.guessing - truth.guessing[one.item.id] for one in closed])
    usual_guess = np.array([0.2 - truth.guessing[one.item.id] for one in closed])

    assert rmse(found) < rmse(usual_guess)
    assert all(one.guessing < 0.1 for one in fits if not one.item.closed)


def test_a_weaker_population_does_not_make_the_items_harder() -> None:
    truth = world(300, mean=2.3)
    fits = fit(BANK, truth.sittings)

    assert abs(np.mean([one.gap for one in fits if one.answers])) <= 0.1
    assert rmse(errors(fits, truth)) <= 0.45


def test_few_answers_stay_close_to_the_label_and_none_leave_it() -> None:
    assert all(
        (one.answers, one.right, round(one.difficulty - one.item.level, 6)) == (0, None, 0)
        and one.difficulty_sd == pytest.approx(LABEL_SD, abs=0.02)
        and one.guessing == curve_of(one.item).guessing
        for one in fit(BANK, [])
    )
    once = fit(BANK, [Sitting(POLICY, (Marked("mail-3-a", False),))])
    moved = {one.item.id: one.gap for one in once}
    assert 0 < moved["mail-3-a"] < 0.3
    assert all(gap == pytest.approx(0, abs=1e-9) for name, gap in moved.items() if name != "mail-3-a")


def test_more_wrong_answers_never_make_an_item_easier() -> None:
    gaps = [
        next(
            one.gap
            for one in fit(
                BANK, [Sitting(POLICY, (Marked("mail-3-a", place >= wrong),)) for place in range(40)]
            )
            if one.item.id == "mail-3-a"
        )
        for wrong in (0, 10, 20, 30, 40)
    ]
    assert gaps == sorted(gaps)
    assert gaps[0] < 0 < gaps[-1]


def test_an_earlier_calibration_is_not_counted_twice(usual: tuple[list[Fit], World]) -> None:
    fits, truth = usual
    again = fit([one.calibrated() for one in fits], truth.sittings)

    assert [one.difficulty for one in again] == [one.difficulty for one in fits]


def test_answers_to_items_that_left_are_left_out() -> None:
    gone = Sitting(POLICY, (Marked("gone", True), Marked("mail-3-a", True)))
    elsewhere = BankItem("other", "not-a-target", 2, closed=True)
    fits = {one.item.id: one for one in fit([*BANK, elsewhere], [gone])}

    assert fits["mail-3-a"].answers == 1
    assert fits["other"].answers == 0
    assert "gone" not in fits
