"""The session that a launch opened, in the wrong hands."""

from __future__ import annotations

from lti_tool.platforms.models import PlatformStatus
from tests.functional.launch.conftest import Refusals
from tests.support.hostile import Ground


class TestAfterLaunch:
    """The session that a launch opened, in the wrong hands."""

    def test_a_cookie_alone_authorises_no_write(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open()
        refusals.expect_nothing_new()

        refusals.check(opened.post("commencer", bearer=None), "session_missing", 403, part="After launch")

    def test_the_bearer_of_another_launch(self, ground: Ground, refusals: Refusals) -> None:
        mine, theirs = ground.open(), ground.open({"sub": "43"})
        refusals.expect_nothing_new()

        answer = mine.post("commencer", bearer=theirs.bearer)

        refusals.check(answer, "session_unknown", 403, part="After launch")

    def test_an_entry_code_used_twice(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open()
        refusals.expect_nothing_new()

        answer = ground.client().get(f"{opened.path}?cle={opened.code}")

        refusals.check(answer, "entry_code_refused", 403, part="After launch")

    def test_a_session_that_is_over(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open()
        ground.clock.advance(9 * 3600)
        refusals.expect_nothing_new()

        refusals.check(opened.post("commencer"), "session_expired", 403, part="After launch")

    def test_a_tenant_disabled_after_the_launch(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open()
        ground.set_status(ground.platform, PlatformStatus.DISABLED)
        refusals.expect_nothing_new()

        refusals.check(opened.post("commencer"), "session_revoked", 403, part="After launch")

    def test_a_guessed_item(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open()
        opened.post("commencer")
        refusals.expect_nothing_new()
        guess = "00000000-0000-4000-8000-000000000000"

        answer = opened.post("epreuve", epreuve=guess, passer="inconnu")

        refusals.check(answer, "item_not_yours", 404, part="After launch")

    def test_only_the_tenant_may_frame_the_page(self, ground: Ground) -> None:
        opened = ground.open()

        policy = opened.response.headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self' https://lms.example")
