"""The query of the Statement resource (xAPI-Communication 2.1.3), read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from xapi.iris import is_stable

MAXIMUM_PAGE = 100
FILTERS = (
    "statementId",
    "voidedStatementId",
    "agent",
    "verb",
    "activity",
    "registration",
    "since",
    "until",
    "limit",
    "ascending",
)
# Accepted when they ask for what we do anyway.
_ONLY_VALUES = {
    "format": "exact",
    "attachments": "false",
    "related_activities": "false",
    "related_agents": "false",
}
_KNOWN = {*FILTERS, *_ONLY_VALUES, "cursor"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)")
_OTHER_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid")


class BadQueryError(Exception):
    """The query cannot be read; `reason` is a key of `sentences.QUERY`, `parameter` is at fault."""

    def __init__(self, reason: str, parameter: str = "") -> None:
        super().__init__(f"{reason} {parameter}")
        self.reason, self.parameter = reason, parameter


@dataclass(frozen=True)
class Account:
    """The agent that is asked for: its account, or None for an identifier that we never use."""

    home_page: str | None
    name: str | None


@dataclass(frozen=True)
class Query:
    """What is asked; None asks nothing. `cursor` continues a page: the `stored` of its last statement."""

    statement_id: UUID | None = None
    voided_id: UUID | None = None
    agent: Account | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: datetime | None = None
    ascending: bool = False
    limit: int = MAXIMUM_PAGE


def read_query(args: Mapping[str, str]) -> Query:
    """The query.

    Raises:
        BadQueryError: an unknown parameter, a value of the wrong kind, or parameters that exclude each other.
    """
    _check_names(args)
    return Query(
        statement_id=_uuid(args, "statementId"),
        voided_id=_uuid(args, "voidedStatementId"),
        agent=_agent(args),
        verb=_iri(args, "verb"),
        activity=_iri(args, "activity"),
        registration=_uuid(args, "registration"),
        since=_instant(args, "since"),
        until=_instant(args, "until"),
        cursor=_cursor(args),
        ascending=_truth(args, "ascending"),
        limit=min(_whole(args, "limit") or MAXIMUM_PAGE, MAXIMUM_PAGE),
    )


def cursor_of(stored: datetime) -> str:
    """How `more` says where to go on."""
    return str((stored - _EPOCH) // timedelta(microseconds=1))


def _check_names(args: Mapping[str, str]) -> None:
    for name in args:
        if name not in _KNOWN:
            raise BadQueryError("unknown", name)
    for name, only in _ONLY_VALUES.items():
        if args.get(name, only) != only:
            raise BadQueryError("unsupported", name)
    single = {"statementId", "voidedStatementId"} & args.keys()
    if len(single) == 2 or (single and args.keys() - single - _ONLY_VALUES.keys()):
        raise BadQueryError("alone", min(single))


def _uuid(args: Mapping[str, str], name: str) -> UUID | None:
    if name not in args:
        return None
    if not _UUID.fullmatch(args[name]):
        raise BadQueryError("uuid", name)
    return UUID(args[name])


def _iri(args: Mapping[str, str], name: str) -> str | None:
    if name in args and not _IRI.fullmatch(args[name]):
        raise BadQueryError("iri", name)
    return args.get(name)


def _instant(args: Mapping[str, str], name: str) -> datetime | None:
    if name not in args:
        return None
    value = args[name].replace(" ", "+") if "T" in args[name] else args[name]  # a plus sign left unencoded
    if not _INSTANT.fullmatch(value):
        raise BadQueryError("instant", name)
    try:
        return datetime.fromisoformat(value.replace(",", ".")).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadQueryError("instant", name) from error


def _whole(args: Mapping[str, str], name: str) -> int:
    value = args.get(name, "0")
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise BadQueryError("whole", name)
    return int(value)


def _cursor(args: Mapping[str, str]) -> datetime | None:
    if "cursor" not in args:
        return None
    try:
        return _EPOCH + timedelta(microseconds=_whole(args, "cursor"))
    except OverflowError as error:
        raise BadQueryError("whole", "cursor") from error


def _truth(args: Mapping[str, str], name: str) -> bool:
    value = args.get(name, "false")
    if value not in {"true", "false"}:
        raise BadQueryError("truth", name)
    return value == "true"


def _agent(args: Mapping[str, str]) -> Account | None:
    if "agent" not in args:
        return None
    try:
        agent: Any = json.loads(args["agent"])
    except (ValueError, RecursionError) as error:
        raise BadQueryError("agent", "agent") from error
    if not isinstance(agent, dict) or agent.get("objectType", "Agent") != "Agent":
        raise BadQueryError("agent", "agent")
    identifiers = [name for name in (*_OTHER_IDENTIFIERS, "account") if name in agent]
    if len(identifiers) != 1:
        raise BadQueryError("agent", "agent")
    if identifiers != ["account"]:
        return Account(None, None)
    account = agent["account"]
    if not isinstance(account, dict) or not isinstance(account.get("name"), str):
        raise BadQueryError("agent", "agent")
    home_page = account.get("homePage")
    if not isinstance(home_page, str):
        raise BadQueryError("agent", "agent")
    return Account(home_page if is_stable(home_page) else None, account["name"])
