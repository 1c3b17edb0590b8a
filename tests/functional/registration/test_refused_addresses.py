"""Addresses that the tool never calls, on a tool that may not call loopback either, as in production."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.launch.conftest import Refusals
from tests.functional.registration.conftest import Inviter
from tests.support.clock import ManualClock
from tests.support.hostile import REMOVED, Ground

PART = "Registration"
PRIVATE = ("10.0.0.1", "127.0.0.2", "169.254.169.254", "192.168.1.1", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0")


@pytest.fixture
def ground(database_url: str, clock: ManualClock) -> Iterator[Ground]:
    """The tool as in production: loopback is as private as the rest."""
    ground = Ground(database_url, clock, allow_loopback=False)
    yield ground
    ground.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param(REMOVED, "configuration_missing", id="no openid_configuration"),
        pytest.param("", "configuration_missing", id="empty openid_configuration"),
        *(
            pytest.param(f"https://{host}/c", "configuration_address_refused", id=f"configuration on {host}")
            for host in PRIVATE
        ),
        *(
            pytest.param(url, "configuration_address_refused", id=f"configuration {name}")
            for name, url in (
                ("on http", "http://lms.example/c"),
                ("of scheme file", "file:///etc/passwd"),
                ("of scheme javascript", "javascript:alert(1)"),
                ("without a host", "https:///c"),
                ("without a scheme", "//lms.example/c"),
                ("with user information", "https://lms.example@10.0.0.1/c"),
                ("with half an IPv6 address", "https://[::1"),
                ("with a new line", "https://lms.example/\r\nX: 1"),
                ("of 3000 characters", "https://lms.example/" + "a" * 3000),
                ("on localhost", "https://localhost/c"),
            )
        ),
        pytest.param("https://no-such-host.example/c", "configuration_unreachable", id="unknown host"),
    ],
)
def test_address_of_the_configuration(inviter: Inviter, refusals: Refusals, url: object, code: str) -> None:
    secret = inviter.secret()
    refusals.expect_nothing_new()

    refusals.check(inviter.open(secret, openid_configuration=url), code, part=PART, secrets=(secret,))
    assert inviter.platform.calls == []
