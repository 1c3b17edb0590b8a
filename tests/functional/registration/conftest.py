"""An invitation, a platform that opens it, and the table of refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.platforms import invitations
from tests.functional.launch.conftest import NegativeTable, Refusals, refusals
from tests.functional.registration.platform_server import PlatformServer
from tests.support.gathered import Gathered
from tests.support.hostile import REMOVED, Ground, changed

__all__ = ["Refusals", "refusals"]


@pytest.fixture(scope="session")
def negative_table(gathered: Gathered) -> NegativeTable:
    """Written to `negative-cases-registration.md` in the folder that `PARCOURS_REPORT` names."""
    return NegativeTable(gathered, "negative-cases-registration")


@pytest.fixture
def platform() -> Iterator[PlatformServer]:
    """An honest platform on loopback."""
    server = PlatformServer()
    yield server
    server.stop()


class Inviter:
    """Our administrator, who sends invitations; and the platform that opens them in a browser."""

    def __init__(self, ground: Ground, platform: PlatformServer) -> None:
        self.ground, self.platform = ground, platform

    def secret(self, *, life: timedelta = timedelta(days=7), with_names: bool = False) -> str:
        """The secret of a new invitation."""
        with self.ground.database.begin() as session:
            invited = invitations.invite(
                session,
                "Moodle de la ville",
                public_url=self.ground.settings.public_url,
                life=life,
                with_names=with_names,
                now=self.ground.clock(),
            )
        return parse_qs(urlsplit(invited.link).query)["invitation"][0]

    def open(self, secret: object, client: FlaskClient | None = None, **changes: object) -> TestResponse:
        """What the platform's page does with the link; `REMOVED` takes a parameter away."""
        honest = {
            "invitation": secret,
            "openid_configuration": self.platform.configuration_url,
            "registration_token": "un-jeton-de-la-plateforme",
        }
        query = changed(honest, changes)
        return (client or self.ground.client()).get("/lti/register", query_string=query)


@pytest.fixture
def inviter(ground: Ground, platform: PlatformServer) -> Inviter:
    """Invitations on the tool of `ground`."""
    return Inviter(ground, platform)


__all__ += ["REMOVED"]
