"""Login initiations that must lead nowhere: LTI Security Framework 1.0, 5.1.1, and our own prudence."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.platforms.models import PlatformStatus
from tests.functional.launch.conftest import Refusals
from tests.support.clock import ManualClock
from tests.support.hostile import REMOVED, Ground

PART = "Login"
EVIL = "https://evil.example"


def target(url: str, name: str) -> Any:
    return pytest.param({"target_link_uri": url}, "target_not_ours", 400, id=name)


CASES = [
    pytest.param({"iss": "https://unknown.example"}, "platform_unknown", 404, id="unknown iss"),
    pytest.param({"iss": "https://lms.example/"}, "platform_unknown", 404, id="iss with a trailing slash"),
    pytest.param({"iss": "https://LMS.example"}, "platform_unknown", 404, id="iss in another case"),
    pytest.param({"client_id": "autre"}, "platform_unknown", 404, id="unknown client_id"),
    pytest.param({"iss": REMOVED}, "iss_missing", 400, id="no iss"),
    pytest.param({"iss": ""}, "iss_missing", 400, id="empty iss"),
    pytest.param({"login_hint": REMOVED}, "login_hint_missing", 400, id="no login_hint"),
    pytest.param({"target_link_uri": REMOVED}, "target_link_uri_missing", 400, id="no target_link_uri"),
    target(f"{EVIL}/", "target on another host"),
    target("javascript:alert(1)", "target javascript"),
    target("data:text/html,<script>alert(1)</script>", "target data"),
    target("http://127.0.0.1:8000@evil.example/", "target with user information"),
    target("http://tool:secret@127.0.0.1:8000/", "target of ours with user information"),
    target("http://127.0.0.1:8001/", "target on another port"),
    target("https://127.0.0.1:8000/", "target with another scheme"),
    target("http://127.0.0.1:8000.evil.example/", "target with our address as a prefix"),
    target("http://127.0.0.1:8000\\@evil.example/", "target with a backslash"),
    target("//evil.example/", "target without a scheme"),
    target("/", "target without a host"),
    target("http://127.0.0.1:99999999/", "target with an impossible port"),
    target("http://127.0.0.1:port/", "target with a port in letters"),
    target("http://[::1", "target with half an IPv6 address"),
    target("http://127.0.0.1:8000/\nSet-Cookie: a=b", "target with a new line"),
    target("http://127.0.0.1:8000/\u202etxt.exe", "target with a right-to-left mark"),
    pytest.param({"lti_deployment_id": "9"}, "deployment_unknown", 403, id="wrong lti_deployment_id"),
    pytest.param(
        {"lti_deployment_id": "2-other"}, "deployment_unknown", 403, id="deployment of another tenant"
    ),
    pytest.param({"lti_deployment_id": " 1"}, "deployment_unknown", 403, id="deployment with a space"),
    *(
        pytest.param({field: "a\x00b"}, f"{field}_invalid", 400, id=f"NUL in {field}")
        for field in (
            "iss",
            "client_id",
            "login_hint",
            "lti_message_hint",
            "target_link_uri",
            "lti_deployment_id",
        )
    ),
    *(
        pytest.param({field: "a" * 9000}, f"{field}_invalid", 400, id=f"{field} of 9000 characters")
        for field in (
            "iss",
            "client_id",
            "login_hint",
            "lti_message_hint",
            "target_link_uri",
            "lti_deployment_id",
        )
    ),
]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("changes", "code", "status"), CASES)
def test_login_is_refused(
    ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int, method: str
) -> None:
    ground.register("cle-2", issuer="https://other.example", deployment_id="2-other")
    fields = ground.login_fields(**changes)
    refusals.expect_nothing_new()

    sent = {"query_string": fields} if method == "GET" else {"data": fields}
    response = ground.client().open("/lti/login", method=method, **sent)

    refusals.check(response, code, status, part=PART)
    assert "Location" not in response.headers
    assert "Set-Cookie" not in response.headers


def test_ambiguous_issuer_without_client_id(ground: Ground, refusals: Refusals) -> None:
    ground.register("cle-2", client_id="outil-2")
    refusals.expect_nothing_new()

    response = ground.client().post("/lti/login", data=ground.login_fields(client_id=REMOVED))

    refusals.check(response, "platform_unknown", 404, part=PART)


@pytest.mark.parametrize(
    "status",
    [
        pytest.param(PlatformStatus.DISABLED, id="disabled tenant"),
        pytest.param(PlatformStatus.PENDING, id="tenant that waits for an approval"),
    ],
)
def test_tenant_that_is_not_active(ground: Ground, refusals: Refusals, status: PlatformStatus) -> None:
    ground.set_status(ground.platform, status)
    refusals.expect_nothing_new()

    response = ground.client().post("/lti/login", data=ground.login_fields())

    refusals.check(response, "platform_not_active", 403, part=PART)


def test_binding_cookie_of_our_name_but_not_of_our_making(ground: Ground, refusals: Refusals) -> None:
    client = ground.client()
    client.set_cookie("parcours-login", "x" * 101, domain="127.0.0.1")
    refusals.expect_nothing_new()

    refusals.check(client.post("/lti/login", data=ground.login_fields()), "cookie_wrong", part=PART)


def test_script_in_the_issuer_is_shown_as_text(ground: Ground, refusals: Refusals) -> None:
    refusals.expect_nothing_new()

    response = ground.client().post("/lti/login", data=ground.login_fields(iss="<script>alert(1)</script>"))

    refusals.check(response, "platform_unknown", 404, part=PART)
    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize(
    ("sent", "code", "status"),
    [
        pytest.param({"data": b"iss=\xff\xfe&login_hint=1"}, "iss_missing", 400, id="form that is not UTF-8"),
        pytest.param(
            {"data": b"iss=%ff%fe&login_hint=1&target_link_uri=http://127.0.0.1:8000/"},
            "platform_unknown",
            404,
            id="escaped bytes that are not UTF-8",
        ),
        pytest.param({"data": b"iss=" + b"a" * 1_000_000}, "http_413", 413, id="form of one megabyte"),
        pytest.param(
            {"data": b"&".join(b"a%d=1" % i for i in range(2000))}, "iss_missing", 400, id="2000 fields"
        ),
        pytest.param({"data": b"{}", "content_type": "application/json"}, "iss_missing", 400, id="JSON"),
    ],
)
def test_form_that_is_not_one(
    ground: Ground, refusals: Refusals, sent: dict[str, Any], code: str, status: int
) -> None:
    refusals.expect_nothing_new()
    sent = {"content_type": "application/x-www-form-urlencoded"} | sent

    refusals.check(ground.client().post("/lti/login", **sent), code, status, part=PART)


def test_raw_bytes_in_the_query(ground: Ground, refusals: Refusals) -> None:
    refusals.expect_nothing_new()

    response = ground.client().get(
        "/lti/login", environ_overrides={"QUERY_STRING": "iss=\xff\xfe&login_hint=%ED%A0%80"}
    )

    refusals.check(response, "http_400", part=PART)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/lti/login", "/lti/launch", "/lti/jwks.json"])
def test_methods_that_mean_nothing_here(ground: Ground, refusals: Refusals, path: str, method: str) -> None:
    refusals.expect_nothing_new()

    response = ground.client().open(path, method=method, data=ground.login_fields())

    refusals.check(response, "http_405", 405, part=PART)
    assert "OPTIONS" in response.headers["Allow"]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_head_and_options_create_nothing(ground: Ground, method: str) -> None:
    before = ground.counts()
    for path in ("/lti/login", "/lti/launch", "/lti/jwks.json"):
        response = ground.client().open(path, method=method, query_string=ground.login_fields())
        assert response.status_code in {200, 405}
        assert response.data == b"" or method == "OPTIONS"
        assert response.headers.get("Allow") or response.status_code == 200
    assert ground.counts() == before


def test_flood(database_url: str, clock: ManualClock, request: pytest.FixtureRequest) -> None:
    ground = Ground(database_url, clock, login_rate="3 per minute")
    request.addfinalizer(ground.close)
    refusals = Refusals(
        ground, request.getfixturevalue("negative_table"), request.getfixturevalue("caplog"), "flood"
    )
    for _ in range(3):
        ground.begin_login(ground.client())
    refusals.expect_nothing_new()

    response = ground.client().post("/lti/login", data=ground.login_fields())

    refusals.check(response, "http_429", 429, part=PART)
