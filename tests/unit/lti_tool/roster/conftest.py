"""The strict LMS of the grades, with a roster that pages in every way that was seen."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from lti_tool.clock import Clock
from lti_tool.grades.tokens import ROSTER_SCOPE, Tokens
from lti_tool.launch.models import Course, LaunchSession, Learner, ResourceLink, Role
from lti_tool.outgoing import OutgoingSession
from lti_tool.platforms.models import Platform
from lti_tool.roster.services import MEDIA_TYPE, Roster, Rosters
from tests.unit.lti_tool.grades.conftest import (  # noqa: F401  # the same LMS, the same keys
    http,
    impatient,
    lms,
    policy,
    tokens,
    vault,
    world,
)
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.grades.world import World

PATH = "/mod/lti/services.php/CourseSection/2/bindings/2/memberships"


@dataclass
class Page:
    """One page: who is on it, and how the next one is announced (`{next}` is its address)."""

    members: list[Any]
    link: str | None = None


class FakeRoster:
    """Gives `pages` in order; the next page is `from=<number>`."""

    def __init__(self, platform: FakePlatform) -> None:
        self.lms = platform
        self.pages: list[Page] = []
        self.faults: deque[Fault] = deque()
        self.calls: list[dict[str, str]] = []
        platform.services[PATH] = self.answer

    @property
    def url(self) -> str:
        return f"{self.lms.url}{PATH}"

    def answer(self, request: Request) -> Response:
        self.calls.append(request.args.to_dict())
        if self.faults:
            fault = self.faults.popleft()
            return Response(fault.body, fault.status, fault.headers)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.lms.tokens:
            return Response("[]", 401)
        if request.headers.get("Accept") != MEDIA_TYPE or self.lms.scopes_of[token] != ROSTER_SCOPE:
            self.lms.breaches.append(f"{request.headers.get('Accept')} {self.lms.scopes_of[token]}")
        number = int(request.args.get("from", "0"))
        page = self.pages[number]
        response = Response(json.dumps({"id": self.url, "members": page.members}), content_type=MEDIA_TYPE)
        if page.link is not None:
            following = f"{self.url}?Limit=2&from={number + 1}"
            response.headers["Link"] = page.link.replace("{next}", following)
        return response


@pytest.fixture
def roster(lms: FakePlatform) -> FakeRoster:  # noqa: F811  # pytest finds it by its name
    return FakeRoster(lms)


Read = Callable[..., Roster]


@pytest.fixture
def read(
    world: World,  # noqa: F811  # pytest finds it by its name
    tokens: Tokens,  # noqa: F811  # pytest finds it by its name
    http: OutgoingSession,  # noqa: F811  # pytest finds it by its name
    clock: Clock,
    roster: FakeRoster,
) -> Read:
    """Read the roster of a launch; the options replace the usual ones."""

    def run(url: object = "", session: OutgoingSession = http, **options: Any) -> Roster:
        launch = launch_of(world.platform(), roster.url if url == "" else url)
        return Rosters(session, tokens, clock).of_launch(launch, **options)

    return run


def launch_of(platform: Platform, url: object) -> LaunchSession:
    """A trainer's launch, as far as the roster looks at it."""
    return LaunchSession(
        learner=Learner(platform=platform, subject="3"),
        resource_link=ResourceLink(resource_link_id="lien 7", course=Course(context_id="2")),
        role=Role.TRAINER,
        services={"nrps": {"context_memberships_url": url} if url is not None else None},
    )
