"""An installation on each database, opened by a first learner."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lti_tool.clock import utc_now
from lti_tool.outgoing import make_session
from lti_tool.relay import Relay
from tests.functional.lrs.installation import Installation, installed


@pytest.fixture
def place(database_url: str) -> Iterator[Installation]:
    """Everything up, an activity open, nothing played yet."""
    with installed(database_url) as made:
        made.open_activity()
        yield made


@pytest.fixture
def relay(place: Installation) -> Iterator[Callable[[], int]]:
    """One round of a relay in this process; how many deliveries reached their end."""
    with make_session(place.settings) as http:
        yield Relay(place.database, http, place.vault, utc_now).run_once
