"""The next page of a service's answer: RFC 8288 links as platforms really write them."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from urllib.parse import urljoin

import requests

from lti_tool.grades.ags import origin_of

_QUOTES = str.maketrans(dict.fromkeys("“”„‟″‘’'", '"'))
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^;,<]+)*)")
_NEXT = re.compile(r';\s*rel\s*=\s*"?\s*(?:[^"]*\s)?next(?:\s[^"]*)?\s*"?\s*(?:;|$)', re.IGNORECASE)


def next_page(response: requests.Response) -> str | None:
    """The absolute address of the next page, in the case it was written in; None on the last one."""
    header = response.headers.get("Link", "")
    with suppress(UnicodeError):
        header = header.encode("latin-1").decode()  # Moodle's curly quotes: UTF-8, read as Latin-1
    for address, parameters in _LINK.findall(header.translate(_QUOTES)):
        if _NEXT.search(parameters):
            return urljoin(response.url, html.unescape(address.strip()))
    return None


def same_origin(one: str, two: str) -> bool:
    """True when a token sent to `one` may be sent to `two`."""
    origin = origin_of(one)
    return origin is not None and origin == origin_of(two)
