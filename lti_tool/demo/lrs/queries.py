"""The query of the Statement resource: read strictly, answered page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from lti_tool.demo.lrs.actors import check_actor
from lti_tool.demo.lrs.checking import RefusedStatementError
from lti_tool.demo.lrs.formats import is_instant, is_iri, is_uuid, parse_instant
from lti_tool.demo.lrs.grammar import read_json
from lti_tool.demo.lrs.records import Query, Records, actor_key

MAXIMUM_PAGE = 100
# `after` is ours, found in `more` only. related_*, format and canonical choices are not offered.
_KNOWN = frozenset(
    {
        "agent",
        "verb",
        "activity",
        "registration",
        "since",
        "until",
        "limit",
        "ascending",
        "attachments",
        "after",
    }
)


def read_query(args: Mapping[str, str]) -> Query:
    """The query.

    Raises:
        RefusedStatementError: an unknown parameter, or a value of the wrong kind.
    """
    unknown = args.keys() - _KNOWN
    if unknown:
        raise RefusedStatementError(f"query: unknown parameters {sorted(unknown)}")
    for name, test in (("verb", is_iri), ("activity", is_iri), ("registration", is_uuid)):
        if name in args and not test(args[name]):
            raise RefusedStatementError(f"query: {name}")
    limit = _whole(args, "limit") or MAXIMUM_PAGE
    return Query(
        verb=args.get("verb"),
        registration=args["registration"].lower() if "registration" in args else None,
        activity=args.get("activity"),
        actor=_actor(args),
        since=_instant(args, "since"),
        until=_instant(args, "until"),
        ascending=_truth(args, "ascending"),
        limit=min(limit, MAXIMUM_PAGE),
        after=_whole(args, "after") if "after" in args else None,
    )


def result_page(records: Records, query: Query, args: Mapping[str, str]) -> Response:
    """A StatementResult; `more` is relative and empty on the last page."""
    found = records.search(query)
    page = found[: query.limit]
    more = ""
    if len(found) > query.limit:
        more = "/xapi/statements?" + urlencode({**args, "after": page[-1].seq})
    content = {"statements": [each.statement for each in page], "more": more}
    return Response(json.dumps(content), content_type="application/json")


def _whole(args: Mapping[str, str], name: str) -> int:
    value = args.get(name, "0")
    if not value.isdecimal():
        raise RefusedStatementError(f"query: {name} is a whole number")
    return int(value)


def _truth(args: Mapping[str, str], name: str) -> bool:
    value = args.get(name, "false")
    if value not in {"true", "false"}:
        raise RefusedStatementError(f"query: {name} is true or false")
    return value == "true"


def _instant(args: Mapping[str, str], name: str) -> str | None:
    if name not in args:
        return None
    # A plus sign that was not encoded arrives as a space.
    value = args[name].replace(" ", "+")
    if not is_instant(value):
        raise RefusedStatementError(f"query: {name} is an instant with its zone")
    moment = parse_instant(value).astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _actor(args: Mapping[str, str]) -> str | None:
    if "agent" not in args:
        return None
    agent = read_json(args["agent"].encode())
    check_actor(agent, "agent")
    return actor_key(agent)
