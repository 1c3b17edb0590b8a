"""IRIs, actors, activities: what is published must be stable and say nothing of a person."""

from uuid import UUID

import pytest

from tests.unit.xapi.examples import NAMESPACE
from xapi import activities, actors
from xapi.errors import InconsistentResultError, InvalidIriError, UnsafeIdentityError
from xapi.vocabulary import Namespace


def test_everything_derives_from_the_base():
    ours = Namespace("https://Tool.Example:8443/")
    assert ours == Namespace("https://tool.example:8443")
    assert ours.profile == "https://tool.example:8443/xapi/profile/v1"
    assert ours.pathway("socle-commun", 2) == "https://tool.example:8443/xapi/pathway/socle-commun/v2"
    assert ours.item("moteur-3-a", 1) == "https://tool.example:8443/xapi/item/moteur-3-a/v1"
    assert ours.competency("1.1") == "https://tool.example:8443/xapi/competency/1.1"
    assert ours.extension("attempt") == "https://tool.example:8443/xapi/extensions/attempt"
    assert ours.identity(UUID(int=1)) == f"https://tool.example:8443/id/{UUID(int=1)}"


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://[::1]:8000",
        "https://tool.example/sous/dossier",
    ],
)
def test_accepted_bases(base: str):
    assert Namespace(base).base == base


@pytest.mark.parametrize(
    "base",
    [
        "http://tool.example",
        "http://127.0.0.1.example",
        "tool.example",
        "https://",
        "https://tool.example?x=1",
        "https://tool.example#x",
        "https://me@tool.example",
        "https://tool.example:port",
        "https://tool .example",
        "https://[broken",
        "ftp://tool.example",
        "",
    ],
)
def test_refused_bases(base: str):
    with pytest.raises(InvalidIriError):
        Namespace(base)


@pytest.mark.parametrize("identifier", ["", "A", "é", "a/b", "../x", "a b", "-a", "a?b"])
def test_refused_identifiers(identifier: str):
    with pytest.raises(InvalidIriError):
        NAMESPACE.item(identifier, 1)


@pytest.mark.parametrize(
    "name", ["jeanne@mairie.example", "jeanne%40mairie.example", "jeanne＠x", "Jeanne Roux", ""]
)
def test_an_actor_never_carries_an_address_or_a_name(name: str):
    with pytest.raises(UnsafeIdentityError):
        actors.pseudonymous("https://tool.example/id/x", name)


def test_an_actor_lives_in_a_stable_scope():
    with pytest.raises(InvalidIriError):
        actors.pseudonymous("moodle", "12")


def test_places_are_minted_under_the_issuer():
    ids = [place.id for place in activities.groupings("https://Moodle.Example/lms/", "a/b c@é", "12")]
    assert ids == [
        "https://moodle.example/lms",
        "https://moodle.example/lms/lti/context/12",
        "https://moodle.example/lms/lti/link/a%2Fb%20c%40%C3%A9",
    ]
    assert len(activities.groupings("https://moodle.example", "1")) == 2


@pytest.mark.parametrize(
    ("kind", "components"),
    [
        ("choice", {}),
        ("choice", {"source": [("a", "A")]}),
        ("matching", {"source": [("a", "A")]}),
        ("fill-in", {"choices": [("a", "A")]}),
        ("essay", {}),
    ],
)
def test_an_interaction_has_exactly_its_lists(kind: str, components: dict):
    with pytest.raises(InconsistentResultError):
        activities.item(NAMESPACE, "x", 1, "X", kind, components)


def test_long_texts_are_cut():
    made = activities.item(NAMESPACE, "x", 1, "mot\n " * 200, "choice", {"choices": [("a", "A")]})
    name = made.definition.name["fr"]
    assert len(name) <= 300
    assert name.endswith("mot…") or name.endswith("…")
    assert "\n" not in name
