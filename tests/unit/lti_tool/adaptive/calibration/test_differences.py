"""Items that do not behave alike are found, and the others are left in peace."""

from __future__ import annotations

import math

import pytest

from lti_tool.adaptive.calibration import fit, group_gaps, variant_gaps
from lti_tool.adaptive.calibration.differences import Severity, mantel_haenszel, severity

from .invented import BANK, world

BIASED = {"mail-3-a": 1.5, "rgpd-4-b": 1.5}


def test_an_item_that_is_harder_for_one_group_is_found_though_the_group_is_weaker() -> None:
    truth = world(600, seed=2, behind=1.0, harder=BIASED)
    gaps = group_gaps(fit(BANK, truth.sittings), truth.sittings, "platform")

    large = {gap.item_id for gap in gaps if gap.severity is Severity.LARGE}
    assert large == set(BIASED)
    for gap in gaps:
        if gap.item_id in BIASED:
            assert (gap.delta < 0) is (gap.group == "b")  # harder for b, easier for a
    negligible = sum(gap.severity is Severity.NEGLIGIBLE for gap in gaps)
    assert negligible >= 0.8 * len(gaps) >= 40


def test_a_weaker_group_alone_is_no_difference() -> None:
    truth = world(600, seed=3, behind=1.0)
    gaps = group_gaps(fit(BANK, truth.sittings), truth.sittings, "platform")

    assert sum(gap.severity is Severity.LARGE for gap in gaps) <= 1
    assert abs(sum(gap.delta for gap in gaps) / len(gaps)) < 0.35


def test_too_few_answers_say_nothing() -> None:
    truth = world(20, seed=4)
    fits = fit(BANK, truth.sittings)

    assert group_gaps(fits, truth.sittings, "platform") == []
    assert group_gaps(fits, truth.sittings, "craft") == []
    assert variant_gaps(fits) == []


def test_a_variant_that_is_harder_than_its_sisters_is_found() -> None:
    truth = world(300, seed=5, error=0.1, changes={"visio-4-a": 1.8})
    notable = {gap.item_id: gap.gap for gap in variant_gaps(fit(BANK, truth.sittings)) if gap.is_notable}

    assert notable["visio-4-a"] == pytest.approx(1.8, abs=0.7)
    assert set(notable) <= {"visio-4-a", "visio-4-b", "visio-4-c"}  # its sisters differ from a mean with it


def test_the_common_odds_ratio_is_that_of_the_textbook() -> None:
    delta, error = mantel_haenszel([(40, 10, 20, 30)])  # one table: the plain odds ratio, 6
    assert delta == pytest.approx(-2.35 * math.log(6))
    assert error == pytest.approx(2.35 * math.sqrt(1 / 40 + 1 / 10 + 1 / 20 + 1 / 30))
    assert mantel_haenszel([(20, 20, 30, 30), (10, 30, 5, 15)]) == pytest.approx(
        (0, 2.35 * math.sqrt(17 / 144.5))
    )
    assert mantel_haenszel([(10, 0, 10, 0)]) is None
    assert mantel_haenszel([(10, 2, 0, 0)]) is None


@pytest.mark.parametrize(
    ("delta", "error", "expected"),
    [(0.9, 0.1, "A"), (-1.4, 0.9, "A"), (-1.4, 0.3, "B"), (2.0, 0.9, "B"), (-2.0, 0.3, "C"), (1.5, 0.1, "C")],
)
def test_the_classes_of_severity(delta: float, error: float, expected: str) -> None:
    assert severity(delta, error) == expected
