"""Agents and groups (Data 2.4.2): exactly one identifier, no more."""

from __future__ import annotations

from lti_tool.demo.lrs.checking import as_object, check_list, check_properties, refuse, value_of
from lti_tool.demo.lrs.formats import is_iri, is_mailto, is_sha1, is_text

_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def _account(value: object, where: str) -> None:
    check_properties(
        value,
        where,
        {"homePage": value_of(is_iri, "an IRI is expected"), "name": value_of(is_text, "a text is expected")},
        "homePage",
        "name",
    )


_COMMON = {
    "objectType": value_of(lambda value: value in {"Agent", "Group"}, "Agent or Group is expected"),
    "name": value_of(is_text, "a text is expected"),
    "mbox": value_of(is_mailto, "a mailto IRI is expected"),
    "mbox_sha1sum": value_of(is_sha1, "a SHA-1 is expected"),
    "openid": value_of(is_iri, "an IRI is expected"),
    "account": _account,
}


def check_agent(value: object, where: str) -> None:
    """One person or one system, with one identifier."""
    content = check_properties(value, where, _COMMON)
    if content.get("objectType", "Agent") != "Agent":
        refuse(where, "an Agent is expected")
    if _identifiers(content) != 1:
        refuse(where, "exactly one of mbox, mbox_sha1sum, openid, account is expected")


def check_group(value: object, where: str) -> None:
    """Identified by one identifier, or anonymous with members."""
    known = {**_COMMON, "member": lambda members, path: check_list(members, path, check_agent)}
    content = check_properties(value, where, known, "objectType")
    if _identifiers(content) > 1:
        refuse(where, "two identifiers")
    if _identifiers(content) == 0 and not content.get("member"):
        refuse(where, "an anonymous group needs members")


def check_actor(value: object, where: str) -> None:
    """An agent, or a group when it says so."""
    if as_object(value, where).get("objectType") == "Group":
        check_group(value, where)
    else:
        check_agent(value, where)


def check_authority(value: object, where: str) -> None:
    """An agent, or the two-member group of OAuth."""
    check_actor(value, where)
    members = as_object(value, where).get("member")
    if members is not None and len(members) != 2:
        refuse(where, "a group authority has exactly two members")


def _identifiers(content: dict[str, object]) -> int:
    return sum(name in content for name in _IDENTIFIERS)
