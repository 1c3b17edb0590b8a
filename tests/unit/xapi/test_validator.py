"""The negative corpus: each rule broken once, in a statement that is right otherwise, is refused."""

import copy
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.xapi import examples
from tests.unit.xapi.examples import EXAMPLES, expected, frozen
from xapi import checks
from xapi.validator import check
from xapi.vocabulary import MASTERY_SCORE, PROGRESS

BODIES = {name: json.loads(frozen(name).body) for name in EXAMPLES}
OUTCOME = examples.NAMESPACE.outcome_extension
ATTEMPT = examples.NAMESPACE.attempt_extension
REMOVED = object()
ACTIVITIES = "context/contextActivities"
CHOICES = "object/definition/choices"
LIVING = "https://tool.example/xapi"

# example, path, new value, code
CORPUS = [
    ("initialized", "version", "2.0.0", "version.unsupported"),
    ("initialized", "stored", "2026-11-23T08:30:00.125Z", "property.unknown"),
    ("initialized", "context/platform", None, "json.null"),
    ("initialized", "context/platform", "x" * 17_000, "json.too_large"),
    ("initialized", "id", REMOVED, "id.format"),
    ("initialized", "id", "0195B8A3-43B8-4A51-8D9B-6A0E3C1F7A02", "id.format"),
    ("initialized", "id", "0195b8a3-43b8-7a51-8d9b-6a0e3c1f7a02", "id.format"),
    ("initialized", "actor", REMOVED, "actor.home_page"),
    ("initialized", "actor/mbox", "mailto:x", "actor.identifier"),
    ("initialized", "actor/openid", "https://x.example", "actor.identifier"),
    ("initialized", "actor/name", "Jeanne", "actor.identifier"),
    ("initialized", "actor/objectType", "Group", "actor.not_an_agent"),
    ("initialized", "actor/age", 12, "property.unknown"),
    ("initialized", "actor/account/mbox", "x", "property.unknown"),
    ("initialized", "actor/account/homePage", "https://other.example", "actor.home_page"),
    ("initialized", "actor/account/homePage", "https://tool.example/id/1", "actor.home_page"),
    ("initialized", "actor/account/name", "jeanne", "actor.name"),
    ("initialized", "actor/account/name", REMOVED, "actor.name"),
    ("initialized", "context/platform", "jeanne@mairie.example", "privacy.mail"),
    ("initialized", f"context/extensions/{ATTEMPT}", {"number": 1, "mode": "x", "email": "y"}, "privacy.key"),
    ("answered-correct", "result/response", "Jeanne", "privacy.word"),
    ("initialized", "verb/id", "http://adlnet.gov/expapi/verbs/mastered", "verb.unknown"),
    ("initialized", "verb/id", {}, "verb.unknown"),
    ("initialized", "verb/display/en", REMOVED, "verb.display"),
    ("initialized", "verb/display/f r", "x", "language_map.tag"),
    ("initialized", "verb/display/fr", "", "language_map.text"),
    ("initialized", "object/definition/name", "x", "language_map.shape"),
    ("initialized", "object/definition/name", REMOVED, "object.name"),
    ("initialized", "object/id", f"{LIVING}/item/socle-commun/v1", "object.id"),
    ("initialized", "object/id", f"{LIVING}/pathway/socle-commun", "object.id"),
    ("initialized", "object/id", f"{LIVING}/pathway/socle-commun/v1?x=1", "activity.id"),
    ("initialized", "object/id", "http://tool.example/xapi/pathway/x/v1", "activity.id"),
    ("initialized", "object/id", "https://TOOL.example/xapi/pathway/x/v1", "activity.id"),
    ("initialized", "object/objectType", "Agent", "activity.object_type"),
    ("initialized", "object/definition/type", "https://x.example/type", "activity.type"),
    ("initialized", "object/definition/type", "http://adlnet.gov/expapi/activities/course", "object.type"),
    ("initialized", "object/definition/extensions", {}, "property.unknown"),
    ("answered-correct", "object/definition/correctResponsesPattern", ["a"], "interaction.solution"),
    ("answered-correct", "object/definition/interactionType", "essay", "interaction.type"),
    ("answered-correct", "object/definition/interactionType", ["choice"], "interaction.type"),
    ("answered-correct", "object/definition/source", [{"id": "a"}], "interaction.lists"),
    ("answered-correct", CHOICES, REMOVED, "interaction.lists"),
    ("answered-correct", CHOICES, [], "interaction.component_ids"),
    ("answered-correct", CHOICES, [{"id": "a"}, {"id": "a"}], "interaction.component_ids"),
    ("answered-correct", CHOICES, [{"id": "a"}, {"id": "b c"}], "interaction.component_id"),
    ("answered-correct", CHOICES, [{"id": "a", "right": True}], "property.unknown"),
    ("answered-correct", "result/response", "d", "answer.grammar"),
    ("answered-correct", "result/response", "a[,]a", "answer.grammar"),
    ("answered-correct", "result/success", False, "answer.success"),
    ("answered-correct", "result/success", 1, "result.not_a_boolean"),
    ("answered-correct", "result/success", REMOVED, "answer.unjudged"),
    ("answered-correct", "result/score/scaled", 0.5, "answer.success"),
    ("answered-correct", f"result/extensions/{OUTCOME}", "right", "answer.outcome"),
    ("answered-correct", f"result/extensions/{OUTCOME}", REMOVED, "answer.outcome"),
    ("answered-correct", "result/extensions/https:~~x.example", 1, "property.unknown"),
    ("answered-dont-know", "result/response", "a", "answer.response"),
    ("answered-dont-know", "result/success", True, "answer.success"),
    ("answered-neutralised", "result/success", False, "answer.neutralised"),
    (
        "answered-neutralised",
        "result/score",
        {"scaled": 0, "raw": 0, "min": 0, "max": 1},
        "answer.neutralised",
    ),
    ("answered-neutralised", "result/response", "a", "answer.neutralised"),
    ("scored", "result/score/scaled", 5, "score.scaled"),
    ("scored", "result/score/scaled", "0.5", "score.not_a_number"),
    ("scored", "result/score/scaled", True, "score.not_a_number"),
    ("scored", "result/score/max", REMOVED, "score.not_a_number"),
    ("scored", "result/score/raw", 101, "score.raw"),
    ("scored", "result/score/raw", -1, "score.raw"),
    ("scored", "result/score/min", 100, "score.raw"),
    ("scored", "result/score/scaled", 0.502, "score.inconsistent"),
    ("scored", "result/score/median", 1, "property.unknown"),
    ("scored", "result/success", True, "property.unknown"),
    ("scored", f"context/extensions/{MASTERY_SCORE}", 0.4, "verdict.unexpected_mastery"),
    ("passed", f"context/extensions/{MASTERY_SCORE}", 0.99, "verdict.threshold"),
    ("failed", f"context/extensions/{MASTERY_SCORE}", 0.1, "verdict.threshold"),
    ("passed", f"context/extensions/{MASTERY_SCORE}", REMOVED, "verdict.mastery"),
    ("passed", f"context/extensions/{MASTERY_SCORE}", 75, "verdict.mastery"),
    ("passed", "result/success", False, "verdict.success"),
    ("passed", "result/completion", True, "property.unknown"),
    ("completed", "result/completion", False, "verdict.completion"),
    ("completed", "result/duration", REMOVED, "result.missing"),
    ("initialized", "result", {}, "result.unexpected"),
    ("terminated", "result/duration", "PT1M", "result.duration"),
    ("terminated", "result/duration", "-PT1S", "result.duration"),
    ("terminated", "result/duration", "PT1.234S", "result.duration"),
    ("terminated", "timestamp", REMOVED, "timestamp.format"),
    ("terminated", "timestamp", "2026-11-23T08:30:00Z", "timestamp.format"),
    ("terminated", "timestamp", "2026-11-23T08:30:00.125+00:00", "timestamp.format"),
    ("terminated", "timestamp", "2026-11-31T08:30:00.125Z", "timestamp.format"),
    ("terminated", "timestamp", "2026-11-23T09:36:00.000Z", "timestamp.future"),
    ("terminated", "context/registration", "6f1c3c2e-7d0a-4f57-9d7e-2b8f5b9a1c02", "context.registration"),
    ("terminated", "context/registration", "1", "context.registration"),
    ("terminated", "context/platform", "", "context.missing"),
    ("terminated", "context/revision", REMOVED, "context.missing"),
    ("terminated", "context/language", "français", "context.language"),
    ("terminated", "context/instructor", {}, "property.unknown"),
    ("terminated", "context/extensions/note", "x", "extension.unknown"),
    ("terminated", f"context/extensions/{ATTEMPT}", {"number": 1, "mode": "x" * 1024}, "extension.too_large"),
    ("terminated", f"context/extensions/{ATTEMPT}", {"number": 1}, "extension.attempt"),
    ("terminated", f"{ACTIVITIES}/parent", [BODIES["completed"]["object"]], "context.parent"),
    ("answered-correct", f"{ACTIVITIES}/parent", REMOVED, "context.parent"),
    ("answered-correct", f"{ACTIVITIES}/other", [BODIES["completed"]["object"]], "context.other"),
    ("answered-correct", f"{ACTIVITIES}/other", [], "context.activities"),
    ("terminated", f"{ACTIVITIES}/category", REMOVED, "context.category"),
    ("terminated", f"{ACTIVITIES}/grouping", REMOVED, "context.grouping"),
    ("terminated", f"{ACTIVITIES}/grouping/0/id", "moodle", "activity.id"),
    ("terminated", f"{ACTIVITIES}/grouping/0/id", "http://moodle.example", "activity.id"),
]


CORRECTION = examples.NAMESPACE.correction_extension
LEVEL = examples.NAMESPACE.level_extension
REF = {"objectType": "StatementRef", "id": "96f35763-335e-524a-828c-d34e2c71493e"}
FULL = {"level": 3, "name": "independant", "ceiling": 4}
CORPUS += [
    ("answered-long-fill-in", "result/response", "Je préviens", "answer.withheld"),
    ("answered-performance", "result/response", "fermer[.]1", "answer.grammar"),
    ("answered-performance", "object/definition/steps", REMOVED, "interaction.lists"),
    ("answered-true-false", "result/response", "vrai", "answer.grammar"),
    ("answered-likert", "result/response", "bof", "answer.grammar"),
    ("answered-numeric", "result/response", "douze", "answer.grammar"),
    ("answered-matching", "result/response", "cni[.]ailleurs", "answer.grammar"),
    ("answered-sequencing", "result/response", "b[,]b", "answer.grammar"),
    ("launched", "result", {"completion": True}, "property.unknown"),
    ("resumed", "result", {}, "result.unexpected"),
    ("progressed", "result/extensions", REMOVED, "result.missing"),
    ("progressed", f"result/extensions/{PROGRESS}", 101, "progress.range"),
    ("progressed", f"result/extensions/{PROGRESS}", 12.5, "progress.range"),
    ("suspended", f"result/extensions/{PROGRESS}", True, "progress.range"),
    ("suspended", f"result/extensions/{OUTCOME}", "correct", "property.unknown"),
    ("abandoned", "result/duration", REMOVED, "result.missing"),
    ("abandoned", "result/score", {"scaled": 0, "raw": 0, "min": 0, "max": 1}, "property.unknown"),
    ("achieved", f"result/extensions/{LEVEL}", REMOVED, "level.shape"),
    ("achieved", f"result/extensions/{LEVEL}", {**FULL, "level": 5}, "level.range"),
    ("achieved", f"result/extensions/{LEVEL}", {**FULL, "ceiling": 9}, "level.range"),
    ("achieved", f"result/extensions/{LEVEL}", {**FULL, "level": True}, "level.shape"),
    ("achieved", f"result/extensions/{LEVEL}", {**FULL, "note": "x"}, "property.unknown"),
    ("achieved", "result/score/raw", 2, "level.score"),
    ("achieved", "context/statement", REMOVED, "reference.object_type"),
    ("achieved", "context/statement/id", "x", "reference.id"),
    ("achieved", "context/statement/name", "x", "property.unknown"),
    ("achieved", "object/id", f"{LIVING}/pathway/socle-commun/v1", "object.id"),
    ("achieved", f"{ACTIVITIES}/parent", REMOVED, "context.parent"),
    ("achieved", f"{ACTIVITIES}/category/1", {"id": "https://w3id.org/xapi/cmi5"}, "context.category"),
    ("terminated", "context/statement", REF, "context.unexpected"),
    ("voided", "object", BODIES["failed"]["object"], "reference.object_type"),
    ("voided", "object/id", "1", "reference.id"),
    ("voided", "actor", BODIES["failed"]["actor"], "actor.not_the_tool"),
    ("voided", "context/platform", "Parcours Territoires", "context.unexpected"),
    ("voided", "context/statement", REF, "context.unexpected"),
    ("voided", f"context/extensions/{CORRECTION}", REMOVED, "correction.reason"),
    ("voided", f"context/extensions/{CORRECTION}/reason", "because", "correction.reason"),
    ("reissued-passed", "context/statement", REMOVED, "reference.object_type"),
    (
        "reissued-passed",
        "context/statement/id",
        "dfce70da-c193-599e-aa49-9659e590a779",
        "correction.statement",
    ),
    ("reissued-passed", f"context/extensions/{CORRECTION}/reason", "because", "correction.reason"),
    ("reissued-passed", f"context/extensions/{CORRECTION}/replaces", "1", "correction.shape"),
    ("reissued-passed", f"context/extensions/{CORRECTION}/occurred", "hier", "correction.shape"),
    ("reissued-passed", f"context/extensions/{CORRECTION}/note", "x", "correction.shape"),
    ("terminated", f"context/extensions/{CORRECTION}", {"reason": "regrade"}, "correction.unexpected"),
    ("initialized", "verb/id", "http://adlnet.gov/expapi/verbs/mastered", "profile.unmatched"),
    ("initialized", "context/language", REMOVED, "profile.rule"),
]


def changed(name: str, path: str, value: object) -> str:
    document = copy.deepcopy(BODIES[name])
    *parents, last = [part.replace("~", "/") for part in _split(path)]
    place = document
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
    if value is REMOVED:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(document)


def _split(path: str) -> list[str]:
    head, sign, iri = path.partition("/https://")
    for key in (CORRECTION,):  # a value inside an extension
        if sign and f"https://{iri}".startswith(f"{key}/"):
            return [*head.split("/"), key, f"https://{iri}".removeprefix(f"{key}/")]
    return head.split("/") + ([f"https://{iri}"] if sign else [])


@pytest.mark.parametrize(("name", "path", "value", "code"), CORPUS)
def test_refused(name: str, path: str, value: object, code: str):
    rules = expected(registration=examples.REGISTRATION, private_words=frozenset({"Jeanne"}))
    assert code in {problem.code for problem in check(changed(name, path, value), rules)}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"id":1,"id":1}', "json.duplicate_key"),
        ('{"a":NaN}', "json.not_a_number"),
        ('{"a":-Infinity}', "json.not_a_number"),
        ("[]", "json.not_an_object"),
        ("{", "json.unreadable"),
        ("", "json.unreadable"),
        ('{"a":"\ud800"}', "json.unreadable"),
        ("[" * 100_000, "json.unreadable"),
    ],
)
def test_refused_texts(body: str, code: str):
    assert [problem.code for problem in check(body, expected())] == [code]


def test_every_code_of_the_rules_is_proved_by_a_broken_statement():
    written = re.compile(r'Problem\(\s*"([a-z_]+\.[a-z_]+)"')
    sources = [path.read_text(encoding="utf-8") for path in Path(checks.__file__).parent.glob("*.py")]
    codes = {code for source in sources for code in written.findall(source)}
    proved = {code for *_, code in CORPUS}
    assert {code for code in codes if not code.startswith(("json.", "sequence.", "profile."))} <= proved


def test_authored_texts_may_hold_fictional_addresses_and_first_names():
    body = changed("answered-correct", "object/definition/name", {"fr": "Jeanne écrit à rh@mairie.example"})
    assert check(body, expected(private_words=frozenset({"Jeanne"}))) == []


def test_the_accounts_of_the_lms_are_accepted_on_demand():
    account = {"homePage": "https://moodle.example", "name": "1234"}
    body = changed("initialized", "actor/account", account)
    assert check(body, expected(home_pages=frozenset({"https://moodle.example"}))) == []


def test_a_launch_without_course():
    system, _course, link = BODIES["initialized"]["context"]["contextActivities"]["grouping"]
    assert check(changed("initialized", f"{ACTIVITIES}/grouping", [system, link]), expected()) == []


def test_a_small_clock_difference_is_forgiven():
    assert check(frozen().body, expected(now=examples.START - timedelta(minutes=4))) == []


SCALARS = st.none() | st.booleans() | st.integers(-2, 2) | st.text(max_size=3)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner)
)


def _places(document: object) -> list[tuple]:
    if isinstance(document, dict):
        return [
            path for key, each in document.items() for path in ((key,), *((key, *p) for p in _places(each)))
        ]
    if isinstance(document, list):
        return [path for i, each in enumerate(document) for path in ((i,), *((i, *p) for p in _places(each)))]
    return []


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_value_anywhere_is_judged_without_crashing(data: st.DataObject):
    document = copy.deepcopy(BODIES[data.draw(st.sampled_from(sorted(BODIES)))])
    *parents, last = data.draw(st.sampled_from(_places(document)))
    place = document
    for part in parents:
        place = place[part]
    place[last] = data.draw(JSON)
    assert isinstance(check(json.dumps(document), expected()), list)
