import pytest

from lti_tool.adaptive.rasch import GRID, estimated_level, success_probability


def test_the_grid_goes_from_a_half_to_seven_and_a_half() -> None:
    assert len(GRID) == 15
    assert (GRID[0], GRID[-1]) == (0.5, 7.5)


def test_an_item_at_the_level_of_the_person_is_a_coin_toss() -> None:
    assert success_probability(4.0, 4.0) == 0.5
    assert success_probability(5.0, 4.0) == pytest.approx(0.7310586)


# Published values of the reference algorithm.
@pytest.mark.parametrize(
    ("responses", "level"),
    [
        ([], 2.0),
        ([(2, True)], 4.5),
        ([(2, False)], 1.0),
        ([(2, True), (4, True)], 5.5),
        ([(2, True), (5, True)], 6.0),
        ([(level, True) for level in range(2, 8)], 7.5),
    ],
)
def test_estimated_level(responses: list[tuple[int, bool]], level: float) -> None:
    assert estimated_level(responses) == level
