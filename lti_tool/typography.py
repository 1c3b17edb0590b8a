"""French typography on the way out: no line may begin with « : » or « ? », nor end with « « ».

Authors type plain spaces; the no-break ones are put in when a page is rendered (Jinja's `finalize`).
"""

from __future__ import annotations

import re

from markupsafe import Markup

NARROW, WIDE = "\u202f", "\u00a0"  # before ; ! ? and inside numbers · before : and inside « »

_RULES = (
    (re.compile(r" (?=[;!?])"), NARROW),
    (re.compile(r" (?=[:»%€])"), WIDE),
    (re.compile(r"(?<=«) "), WIDE),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
)


def french(value: object) -> object:
    """The same text, or markup, with its no-break spaces; any other value is left alone."""
    if not isinstance(value, str):
        return value
    text: str = value
    for pattern, space in _RULES:
        text = pattern.sub(space, text)
    return Markup(text) if isinstance(value, Markup) else text  # noqa: S704  # safe if it was safe before
