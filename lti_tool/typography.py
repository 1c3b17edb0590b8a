"""French typography on the way out: no line may begin with « : » or « ? », nor end with « « ».

Authors type plain spaces and straight apostrophes; the no-break and the curved ones are put in when a
page is rendered (Jinja's `finalize`), a picture is drawn or a file is made: they all say the same.
"""

from __future__ import annotations

import re

from markupsafe import Markup

NARROW, WIDE = "\u202f", "\u00a0"  # before ; ! ? and inside numbers · before : and inside « »
APOSTROPHE = "’"

_RULES = (
    (re.compile(r" (?=[;!?])"), NARROW),
    (re.compile(r" (?=[:»%€])"), WIDE),
    (re.compile(r"(?<=«) "), WIDE),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
    # Between two letters only: a quoted 'word' and a formula keep theirs. Markup has it escaped.
    (re.compile(r"(?<=[^\W\d_])(?:'|&#39;)(?=[^\W\d_])"), APOSTROPHE),
)


def french(value: object) -> object:
    """The same text, or markup, with its no-break spaces; any other value is left alone."""
    if not isinstance(value, str):
        return value
    text = french_text(value)
    return Markup(text) if isinstance(value, Markup) else text  # noqa: S704  # safe if it was safe before


def french_text(text: str) -> str:
    """The same plain text with its no-break spaces, as pages show it."""
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    return text
