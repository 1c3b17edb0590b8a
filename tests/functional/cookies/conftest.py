"""A Chromium whose privacy settings are those of the test, and an LMS that offers storage or not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

import content
from tests.functional.conftest import Installation, run_installation
from tests.support.browser import SWITCHES, executable

MakeInstallation = Callable[..., Installation]
PrivateBrowser = Callable[..., BrowserContext]

# Chromium's content setting: the first address, shown inside a page of the second, keeps nothing at all.
BLOCK = 2
TOOL_IN_LMS = "http://127.0.0.1,http://localhost"


@pytest.fixture
def private_browser(browser: Browser, tmp_path: Path) -> Iterator[PrivateBrowser]:
    """`private_browser(frames_keep=…)`: third-party cookies are blocked, as Safari and Firefox do.

    With `frames_keep=False` a frame of another site has not even partitioned cookies nor storage.
    """
    contexts: list[BrowserContext] = []

    def open_browser(*, frames_keep: bool, width: int = 1280) -> BrowserContext:
        profile = tmp_path / f"profile-{len(contexts)}"
        (profile / "Default").mkdir(parents=True)
        cookies = {} if frames_keep else {TOOL_IN_LMS: {"setting": BLOCK}}
        preferences = {
            "profile": {
                "block_third_party_cookies": True,
                "cookie_controls_mode": 1,
                "content_settings": {"exceptions": {"cookies": cookies}},
            }
        }
        (profile / "Default" / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")
        context = browser.browser_type.launch_persistent_context(
            profile,
            executable_path=executable(),
            args=[*SWITCHES, "--test-third-party-cookie-phaseout"],
            viewport={"width": width, "height": 900},
            locale="fr-FR",
        )
        contexts.append(context)
        return context

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def installed(sqlite_url: str, catalogue: content.Catalogue, lms_key: str) -> Iterator[MakeInstallation]:
    """`installed(storage_frame="_parent")`: the whole installation, with the LMS options of the test."""
    with run_installation(sqlite_url, catalogue, lms_key) as make:
        yield make


def log_in(page: Page, installation: Installation, user_id: int) -> None:
    """Become somebody at the LMS."""
    page.request.post(f"{installation.lms.url}/connexion", form={"user_id": str(user_id)})


def open_activity(page: Page, installation: Installation, user_id: int, wait_for: str = "h1") -> Frame:
    """Log in at the LMS and open the activity; the tool's frame."""
    log_in(page, installation, user_id)
    page.goto(f"{installation.lms.url}/activites/1")
    frame_element = page.locator("#contentframe").element_handle()
    assert frame_element is not None
    frame = frame_element.content_frame()
    assert frame is not None
    frame.wait_for_selector(f"{wait_for} >> visible=true")
    return frame
