"""An independent platform library launches the tool, is asked for a token, and receives the score."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from content.model import Catalogue
from lti_tool.clock import utc_now
from lti_tool.demo.visitor import LoopbackCookies, read_form
from lti_tool.platforms.services import Registration, add_platform
from tests.functional.conftest import Installation
from tests.support.library_platform import CLIENT, DEPLOYMENT, LEARNER, LibraryPlatform

pytestmark = pytest.mark.platform_library


@pytest.fixture
def platform(installation: Installation) -> Iterator[LibraryPlatform]:
    """The library's LMS, registered in the tool as an administrator would."""
    with LibraryPlatform(installation.settings.public_url) as lms:
        wanted = Registration(
            name="Bibliothèque",
            issuer=lms.issuer,
            client_id=CLIENT,
            deployment_ids=(DEPLOYMENT,),
            auth_login_url=f"{lms.issuer}/auth",
            auth_token_url=f"{lms.issuer}/token",
            jwks_url=f"{lms.issuer}/jwks",
        )
        with installation.database.begin() as session:
            add_platform(session, wanted, installation.relay.http.policy, utc_now())
        yield lms


@pytest.fixture
def browser_session() -> Iterator[requests.Session]:
    """A browser without scripts."""
    with requests.Session() as session:
        session.cookies = LoopbackCookies()
        yield session


def test_launch_attempt_and_score(
    installation: Installation,
    platform: LibraryPlatform,
    browser_session: requests.Session,
    catalogue: Catalogue,
) -> None:
    asked = browser_session.get(f"{platform.issuer}/start", timeout=20)
    form = read_form(asked)
    home = browser_session.post(form.action, form.fields, timeout=20)
    assert home.status_code == 200
    assert "Commencer" in home.text
    assert "Prénom" not in home.text  # names are neither kept nor shown

    page = browser_session.post(read_form(home).action, read_form(home).fields, timeout=20)
    for _ in range(40):
        if "Parcours terminé" in page.text:
            break
        item = read_form(page)
        page = browser_session.post(item.action, item.fields | {"passer": "inconnu"}, timeout=20)
    installation.deliver()

    (score,) = platform.scores
    assert score["userId"] == LEARNER
    assert score["scoreGiven"] == 0
    assert score["scoreMaximum"] == 100
    assert score["gradingProgress"] == "FullyGraded"
    assert installation.lrs.stats()["count"] > 5


def test_a_second_use_of_the_same_message_is_refused(
    platform: LibraryPlatform, browser_session: requests.Session
) -> None:
    form = read_form(browser_session.get(f"{platform.issuer}/start", timeout=20))
    first = browser_session.post(form.action, form.fields, timeout=20)
    second = browser_session.post(form.action, form.fields, timeout=20)

    assert first.status_code == 200
    assert second.status_code == 400
    assert "state_used" in second.text
