"""The application under fire, and the count of what it was sent."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, Phase, settings
from werkzeug.test import TestResponse

from tests.support.clock import ManualClock
from tests.support.gathered import Gathered
from tests.support.hostile import Ground

EXAMPLES = int(os.environ.get("PARCOURS_FUZZ_EXAMPLES", "25"))  # for each test and each database
settings.register_profile(
    "fuzz",
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 25,  # the normal suite is the same every time; the long run looks further
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
FUZZ = settings.get_profile("fuzz")


class Target:
    """The application, and what must hold after each request."""

    def __init__(self, ground: Ground, gathered: Gathered) -> None:
        self.ground = ground
        self._gathered = gathered
        self._rows = ground.counts()

    def settle(self) -> None:
        """After a login that went well: its row is no surprise."""
        self._gathered.add("fuzz", "login honnête", 302, 1)
        self._rows = self.ground.counts()

    def check(self, part: str, response: TestResponse) -> None:
        """No failure of ours; a refusal is a French page, and leaves the database as it was."""
        self._gathered.add("fuzz", part, response.status_code, 1)
        assert response.status_code < 500, response.text
        rows = self.ground.counts()
        if response.status_code >= 400:
            assert rows == self._rows, f"{response.status_code} but {changes(self._rows, rows)}"
            assert "Traceback" not in response.text
            if response.mimetype == "text/html":
                assert '<html lang="fr">' in response.text
        self._rows = rows


def changes(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Tables whose number of rows moved."""
    return {name: count - before[name] for name, count in after.items() if count != before[name]}


@pytest.fixture
def target(database_url: str, clock: ManualClock, gathered: Gathered) -> Iterator[Target]:
    """On both databases; nobody is told to slow down."""
    ground = Ground(database_url, clock, login_rate="10000000 per minute")
    yield Target(ground, gathered)
    ground.close()
