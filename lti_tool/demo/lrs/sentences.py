"""A statement read aloud in French: who, did what, to what, with what result, when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lti_tool.demo.lrs.checking import Json
from lti_tool.demo.lrs.formats import parse_instant
from lti_tool.demo.lrs.records import Stored

_ADL = "http://adlnet.gov/expapi/verbs/"
_VERBS = {
    _ADL + "launched": "ouvre",
    _ADL + "initialized": "commence",
    _ADL + "answered": "répond à",
    _ADL + "asked": "découvre",
    _ADL + "experienced": "consulte",
    _ADL + "progressed": "avance dans",
    _ADL + "suspended": "met en pause",
    _ADL + "resumed": "reprend",
    _ADL + "completed": "termine",
    _ADL + "passed": "réussit",
    _ADL + "failed": "n’atteint pas le seuil de",
    _ADL + "scored": "obtient un résultat à",
    _ADL + "terminated": "quitte",
    _ADL + "voided": "annule la trace",
    "https://w3id.org/xapi/adl/verbs/abandoned": "n’a pas repris",
    "https://w3id.org/xapi/tla/verbs/achieved": "atteint un niveau en",
}
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")


@dataclass(frozen=True)
class Sentence:
    """The pieces of one line of the page."""

    seq: int
    who: str
    verb: str
    what: str
    result: str
    when: str
    is_success: bool | None
    is_voided: bool


def read_aloud(stored: Stored) -> Sentence:
    """The line for a statement."""
    statement = stored.statement
    result = statement.get("result", {})
    return Sentence(
        seq=stored.seq,
        who=_who(statement["actor"]),
        verb=_VERBS.get(statement["verb"]["id"]) or _display(statement["verb"]),
        what=_what(statement["object"]),
        result=_result(result),
        when=parse_instant(statement["timestamp"]).strftime("%d/%m %H:%M:%S"),
        is_success=result.get("success"),
        is_voided=stored.is_voided,
    )


def _who(actor: Json) -> str:
    account = actor.get("account")
    if not account:
        return "Une adresse en clair"
    return f"Personne {account['name'][:6]}"


def _display(verb: Json) -> str:
    return _in_french(verb.get("display")) or str(verb["id"]).rstrip("/").rpartition("/")[2]


def _what(target: Json) -> str:
    name = _in_french(target.get("definition", {}).get("name"))
    return name or str(target.get("id", "")).rstrip("/").rpartition("/")[2] or "quelque chose"


def _in_french(words: Any) -> str:
    if not isinstance(words, dict) or not words:
        return ""
    french = next((text for tag, text in words.items() if str(tag).lower().startswith("fr")), None)
    return str(french or next(iter(words.values())))


def _result(result: Json) -> str:
    parts = []
    if "success" in result:
        parts.append("réussi" if result["success"] else "à revoir")
    score = result.get("score", {})
    if "scaled" in score:
        parts.append(f"{round(score['scaled'] * 100)} %")
    elif "raw" in score:
        parts.append(f"{score['raw']:g}" + (f" sur {score['max']:g}" if "max" in score else ""))
    if result.get("duration"):
        parts.append(_duration(result["duration"]))
    return ", ".join(parts)


def _duration(duration: str) -> str:
    match = _DURATION.fullmatch(duration)
    if match is None:
        return duration
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    minutes, seconds = hours * 60 + minutes + seconds // 60, seconds % 60
    return f"en {minutes} min {seconds} s" if minutes else f"en {seconds} s"
