"""A person with a browser, in a few lines: follows the forms that post themselves, keeps cookies apart.

For tests of the tool over real HTTP, when no script of the tool's pages needs to run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import Cookie
from typing import Any
from urllib.parse import urljoin

import requests
from requests.cookies import RequestsCookieJar

_TIMEOUT = 30


@dataclass
class Form:
    """The first form of a page: where it goes and what its inputs hold."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(values.get("action", ""), values.get("method", "get").lower())
        elif tag == "input" and self.form is not None and values.get("name"):
            self.form.fields[values["name"]] = values.get("value", "")


def read_form(page: requests.Response) -> Form:
    """The first form of the page, its action made absolute.

    Raises:
        ValueError: the page has none.
    """
    reader = _FormReader()
    reader.feed(page.text)
    if reader.form is None:
        raise ValueError(f"no form in {page.url} ({page.status_code}): {page.text[:300]}")
    reader.form.action = urljoin(page.url, reader.form.action)
    return reader.form


class LoopbackCookies(RequestsCookieJar):
    """Browsers send Secure cookies to the local machine over http too; `requests` alone does not."""

    def set_cookie(self, cookie: Cookie, *args: Any, **kwargs: Any) -> Any:
        cookie.secure = False
        return super().set_cookie(cookie, *args, **kwargs)


class Visitor:
    """Somebody at the LMS; `http` is the browser, with its own cookies."""

    def __init__(self, lms_url: str, user_id: int) -> None:
        self.http = requests.Session()
        self.http.cookies = LoopbackCookies()
        self.lms_url = lms_url
        self.http.post(f"{lms_url}/connexion", {"user_id": user_id}, timeout=_TIMEOUT).raise_for_status()

    def begin(self, activity_id: int) -> Form:
        """The login initiation that the LMS's page would post to the tool."""
        return read_form(self.http.get(f"{self.lms_url}/activites/{activity_id}/lancement", timeout=_TIMEOUT))

    def submit(self, form: Form, *, follow: bool = True) -> requests.Response:
        """Post a form as the browser would."""
        return self.http.post(form.action, form.fields, timeout=_TIMEOUT, allow_redirects=follow)

    def authenticated(self, activity_id: int) -> Form:
        """Up to the form that carries the id_token, not posted yet."""
        page = self.submit(self.begin(activity_id))
        return read_form(page)

    def launch(self, activity_id: int) -> requests.Response:
        """The whole launch; the page that the tool ends on."""
        return self.submit(self.authenticated(activity_id))

    def close(self) -> None:
        """Close the browser."""
        self.http.close()
