"""Outgoing calls: where they may go, how much they may bring back, and that no trick gets round it."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from lti_tool.config import load_settings
from lti_tool.errors import OutgoingError
from lti_tool.outgoing import (
    MAX_BYTES,
    USER_AGENT,
    AddressPolicy,
    AddressRefusedError,
    AnswerTooLargeError,
    OutgoingSession,
    make_session,
)

STRICT = AddressPolicy(allow_loopback=False, private_hosts=frozenset())
LOOPBACK = AddressPolicy(allow_loopback=True, private_hosts=frozenset())


class Site(ThreadingHTTPServer):
    """A small site on loopback that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SiteHandler)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class SiteHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        if self.path == "/redirect":
            self.answer(302, b"", Location=self.server.url + "/elsewhere")
        elif self.path.startswith("/bytes/"):
            self.answer(200, b"a" * int(self.path.removeprefix("/bytes/")))
        elif self.path == "/bomb":
            self.answer(200, gzip.compress(b"0" * (20 * MAX_BYTES)), **{"Content-Encoding": "gzip"})
        elif self.path == "/refusal":
            self.answer(503, b"occupied", **{"Retry-After": "7"})
        else:
            self.answer(200, b'{"keys": []}')

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # the client had read enough: what some tests want

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def session_with() -> Iterator[Callable[[AddressPolicy], OutgoingSession]]:
    opened: list[OutgoingSession] = []

    def make(policy: AddressPolicy) -> OutgoingSession:
        opened.append(OutgoingSession(policy))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def http(session_with: Callable[[AddressPolicy], OutgoingSession]) -> OutgoingSession:
    """A session as in the demo: it may call this machine."""
    return session_with(LOOPBACK)


class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        [
            "https://moodle.example/mod/lti/certs.php",
            "https://moodle.example:8443/token?a=1",
            "https://93.184.216.34/jwks",
            "https://[2606:2800:220:1:248:1893:25c8:1946]/jwks",
        ],
    )
    def test_public_https_is_accepted(self, url: str) -> None:
        STRICT.check_url(url)

    @pytest.mark.parametrize(
        "url",
        [
            "http://moodle.example/jwks",
            "ftp://moodle.example/jwks",
            "file:///etc/passwd",
            "gopher://moodle.example/",
            "",
            "moodle.example/jwks",
            "https://",
            "https://moi@moodle.example/",
            "https://moi:secret@moodle.example/",
            "https://:secret@moodle.example/",
            "https://127.0.0.1/",
            "https://localhost/",
            "https://LOCALHOST:5000/",
            "https://lms.localhost/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://0.0.0.0/",
            "https://[::]/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://100.64.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://224.0.0.1/",
            "https://[ff02::1]/",
            "https://255.255.255.255/",
        ],
    )
    def test_everything_else_is_refused(self, url: str) -> None:
        with pytest.raises(AddressRefusedError):
            STRICT.check_url(url)

    @pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000", "lms.localhost", "[::1]"])
    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_loopback_when_allowed(self, scheme: str, host: str) -> None:
        LOOPBACK.check_url(f"{scheme}://{host}/jwks")

    @pytest.mark.parametrize(
        "url", ["http://10.0.0.1/", "https://10.0.0.1/", "http://moodle.example/", "https://169.254.169.254/"]
    )
    def test_allowing_loopback_allows_nothing_more(self, url: str) -> None:
        with pytest.raises(AddressRefusedError):
            LOOPBACK.check_url(url)

    def test_a_refusal_is_one_of_our_errors_and_one_of_requests(self) -> None:
        with pytest.raises(AddressRefusedError) as caught:
            STRICT.check_url("https://127.0.0.1/")

        assert isinstance(caught.value, OutgoingError)
        assert isinstance(caught.value, requests.RequestException)


class TestPeers:
    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "::1", "10.0.0.5", "169.254.169.254", "::ffff:10.0.0.5", "fe80::1%eth0", "0.0.0.0"],
    )
    def test_a_name_that_leads_inside_is_refused(self, address: str) -> None:
        with pytest.raises(AddressRefusedError, match=r"moodle\.example"):
            STRICT.check_peer("moodle.example", address)

    @pytest.mark.parametrize(
        "address", ["64:ff9b::7f00:1", "64:ff9b::a00:5", "2002:7f00:1::", "2002:a00:5::", "::127.0.0.1"]
    )
    def test_an_inside_address_wrapped_in_ipv6_is_refused(self, address: str) -> None:
        with pytest.raises(AddressRefusedError):
            STRICT.check_peer("moodle.example", address)

    def test_a_host_named_as_private_may_be_private(self) -> None:
        policy = AddressPolicy(allow_loopback=False, private_hosts=frozenset({"moodle.interne"}))

        policy.check_peer("Moodle.Interne", "10.0.0.5")
        policy.check_peer("moodle.interne", "fd00::5")

    @pytest.mark.parametrize(
        ("host", "address"),
        [
            ("autre.interne", "10.0.0.5"),
            ("moodle.interne", "127.0.0.1"),
            ("moodle.interne", "::ffff:127.0.0.1"),
        ],
    )
    def test_and_neither_another_host_nor_this_machine(self, host: str, address: str) -> None:
        policy = AddressPolicy(allow_loopback=False, private_hosts=frozenset({"moodle.interne"}))

        with pytest.raises(AddressRefusedError):
            policy.check_peer(host, address)


class TestRebinding:
    def test_a_name_that_turns_to_this_machine_gets_no_byte(
        self,
        session_with: Callable[[AddressPolicy], OutgoingSession],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as inside:
            port = inside.getsockname()[1]
            # The edge of the world: what a hostile name server would answer.
            answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
            monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answer)

            with pytest.raises(AddressRefusedError, match="not a public address"):
                session_with(STRICT).get(f"https://moodle.example:{port}/jwks")

            inside.settimeout(5)
            visitor, _ = inside.accept()
            with visitor:
                visitor.settimeout(5)
                assert visitor.recv(100) == b""


class TestSession:
    def test_brings_back_the_answer(self, http: OutgoingSession, site: Site) -> None:
        answer = http.get(site.url + "/jwks")

        assert (answer.status_code, answer.json()) == (200, {"keys": []})
        assert answer.text == '{"keys": []}'

    def test_says_who_it_is(self, http: OutgoingSession, site: Site) -> None:
        http.get(site.url)

        assert site.asked[0][1]["User-Agent"] == USER_AGENT

    def test_a_refusal_of_the_site_is_an_answer(self, http: OutgoingSession, site: Site) -> None:
        answer = http.get(site.url + "/refusal")

        assert (answer.status_code, answer.headers["Retry-After"], answer.text) == (503, "7", "occupied")

    @pytest.mark.parametrize("options", [{}, {"allow_redirects": True}])
    def test_never_follows_a_redirection(
        self, http: OutgoingSession, site: Site, options: dict[str, bool]
    ) -> None:
        answer = http.get(site.url + "/redirect", **options)

        assert answer.status_code == 302
        assert [path for path, _ in site.asked] == ["/redirect"]

    def test_takes_what_is_just_small_enough(self, http: OutgoingSession, site: Site) -> None:
        assert len(http.get(f"{site.url}/bytes/{MAX_BYTES}").content) == MAX_BYTES

    def test_refuses_what_is_one_byte_too_large(self, http: OutgoingSession, site: Site) -> None:
        with pytest.raises(AnswerTooLargeError):
            http.get(f"{site.url}/bytes/{MAX_BYTES + 1}")

    def test_refuses_what_grows_too_large_once_unpacked(self, http: OutgoingSession, site: Site) -> None:
        with pytest.raises(AnswerTooLargeError):
            http.get(site.url + "/bomb")

    def test_is_usable_after_a_refusal(self, http: OutgoingSession, site: Site) -> None:
        with pytest.raises(AnswerTooLargeError):
            http.get(site.url + "/bomb")

        assert http.get(site.url).status_code == 200

    @pytest.mark.parametrize("host", ["a..localhost", "a" * 70 + ".localhost"])
    def test_a_name_that_no_look_up_takes_is_an_outage(self, http: OutgoingSession, host: str) -> None:
        with pytest.raises(requests.RequestException):
            http.get(f"http://{host}:9/")

    def test_asks_nothing_when_the_address_is_refused(
        self, session_with: Callable[[AddressPolicy], OutgoingSession], site: Site
    ) -> None:
        with pytest.raises(AddressRefusedError):
            session_with(STRICT).get(site.url)

        assert site.asked == []

    def test_a_proxy_in_the_environment_is_not_used(
        self, http: OutgoingSession, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.delenv("no_proxy", raising=False)

        assert http.get(site.url).status_code == 200

    @pytest.mark.parametrize("allowed", [True, False])
    def test_the_settings_decide(self, site: Site, allowed: bool) -> None:
        settings = load_settings(
            public_url="http://127.0.0.1", secret_key="x" * 32, allow_loopback=allowed, private_hosts=""
        )
        with make_session(settings) as session:
            if allowed:
                assert session.get(site.url).ok
            else:
                with pytest.raises(AddressRefusedError):
                    session.get(site.url)
