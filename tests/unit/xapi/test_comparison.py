"""Equal but for what an LRS may change, and nothing more."""

import copy
import json

import pytest

from tests.unit.xapi.examples import EXAMPLES, frozen
from xapi.comparison import is_same

BODY = frozen("answered-incorrect").body


def shown(change) -> dict:
    document = copy.deepcopy(json.loads(BODY))
    change(document)
    return document


def _bare_parent(each: dict) -> None:
    groups = each["context"]["contextActivities"]
    groups["parent"] = groups["parent"][0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_itself(name: str):
    assert is_same(frozen(name).body, json.loads(frozen(name).body))


@pytest.mark.parametrize(
    "change",
    [
        lambda each: each.update(
            stored="2026-11-23T09:00:00Z", authority={"mbox": "mailto:x@y"}, version="1.0.0"
        ),
        lambda each: each.update(timestamp=each["timestamp"].replace("Z", "+00:00")),
        lambda each: each.update(timestamp="2026-11-23T09:30:40.125000+01:00"),
        lambda each: each.update(attachments=[], id=each["id"].upper()),
        lambda each: each["actor"].pop("objectType"),
        lambda each: each["object"].pop("objectType"),
        lambda each: each["object"]["definition"].update(name={"en": "Other"}),
        lambda each: each["verb"].pop("display"),
        lambda each: each["context"]["contextActivities"]["grouping"].reverse(),
        lambda each: each["result"]["score"].update(scaled=0.5, min=0.0, max=1.0),
        _bare_parent,
    ],
)
def test_enrichment(change):
    assert is_same(BODY, shown(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda each: each.update(timestamp="2026-11-23T08:30:40.126Z"),
        lambda each: each.update(timestamp="yesterday"),
        lambda each: each.update(timestamp=7),
        lambda each: each["result"].update(duration="PT12.340S"),
        lambda each: each["result"].update(success=0),
        lambda each: each["result"].update(response="b"),
        lambda each: each["result"].pop("response"),
        lambda each: each["result"]["score"].update(raw=0.6),
        lambda each: each["actor"]["account"].update(name="x"),
        lambda each: each["actor"].update(objectType="Group"),
        lambda each: each["verb"].update(id="x"),
        lambda each: each["object"].update(id="x"),
        lambda each: each["context"].update(registration="x"),
        lambda each: each["context"]["contextActivities"].pop("category"),
        lambda each: each["context"]["contextActivities"]["grouping"].pop(),
        lambda each: each["context"].update(extensions={}),
        lambda each: each.update(attachments=[{}]),
        lambda each: each.pop("timestamp"),
        lambda each: each.pop("id"),
        lambda each: each.pop("verb"),
    ],
)
def test_difference(change):
    assert not is_same(BODY, shown(change))
