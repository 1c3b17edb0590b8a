"""The demonstration LRS: what it keeps, what it refuses, what it breaks on demand."""

import copy
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

AUTH = ("demo", "demo-traces")
VERSION = {"X-Experience-API-Version": "1.0.3"}
ADL = "http://adlnet.gov/expapi"


def statement(**changes):
    content = {
        "id": str(uuid.uuid4()),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://parcours.example/id/1", "name": "3f9a72"},
        },
        "verb": {"id": f"{ADL}/verbs/answered", "display": {"fr": "a répondu à", "en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": "https://parcours.example/xapi/item/7/v1",
            "definition": {
                "type": f"{ADL}/activities/cmi.interaction",
                "name": {"fr": "Le message du faux service informatique"},
                "interactionType": "choice",
                "choices": [{"id": "a", "description": {"fr": "Je réponds"}}, {"id": "b"}],
                "correctResponsesPattern": ["b"],
            },
        },
        "result": {
            "success": True,
            "score": {"scaled": 1, "raw": 1, "min": 0, "max": 1},
            "duration": "PT72S",
        },
        "context": {
            "registration": "7f3f4f0e-6a3c-4a63-9f0b-0c9f7a1c1d11",
            "platform": "parcours",
            "language": "fr",
            "contextActivities": {"parent": [{"id": "https://parcours.example/xapi/assessment/1"}]},
            "extensions": {"https://parcours.example/xapi/ext/mode": None},
        },
        "timestamp": "2026-03-02T12:00:00.000Z",
    }
    return {name: value for name, value in {**content, **changes}.items() if value is not ...}


@pytest.fixture
def post(lrs):
    def post(content, **more):
        body = content if isinstance(content, bytes) else json.dumps(content)
        headers = {**VERSION, "Content-Type": "application/json", **more}
        return requests.post(f"{lrs.endpoint}/statements", body, auth=AUTH, headers=headers, timeout=10)

    return post


@pytest.fixture
def get(lrs):
    def get(**query):
        return requests.get(f"{lrs.endpoint}/statements", query, auth=AUTH, headers=VERSION, timeout=10)

    return get


def changed(path, value):
    """A statement with one value changed, `...` to remove it."""
    content = copy.deepcopy(statement())
    *way, last = path.split("/")
    held = content
    for name in way:
        held = held[name]
    if value is ...:
        del held[last]
    else:
        held[last] = value
    return content


BAD = {
    "no actor": changed("actor", ...),
    "no verb": changed("verb", ...),
    "no object": changed("object", ...),
    "no verb id": changed("verb/id", ...),
    "no object id": changed("object/id", ...),
    "unknown property": changed("note", "x"),
    "unknown property deeper": changed("result/score/note", 1),
    "null": changed("result/response", None),
    "bad id": changed("id", "42"),
    "bad registration": changed("context/registration", "attempt-1"),
    "verb without scheme": changed("verb/id", "answered"),
    "object with spaces": changed("object/id", "https://parcours.example/item 7"),
    "http without host": changed("object/id", "http:///item"),
    "no identifier": changed("actor/account", ...),
    "two identifiers": changed("actor/mbox", "mailto:a@b.example"),
    "bad mbox": changed("actor", {"mbox": "a@b.example"}),
    "account without home": changed("actor/account", {"name": "x"}),
    "anonymous group without members": changed("actor", {"objectType": "Group"}),
    "scaled out of range": changed("result/score/scaled", 1.2),
    "raw above max": changed("result/score/raw", 3),
    "min above max": changed("result/score", {"min": 2, "max": 1}),
    "score as text": changed("result/score/raw", "1"),
    "success as text": changed("result/success", "true"),
    "bad duration": changed("result/duration", "72s"),
    "empty duration": changed("result/duration", "PT"),
    "naive timestamp": changed("timestamp", "2026-03-02T12:00:00"),
    "minus zero zone": changed("timestamp", "2026-03-02T12:00:00-00:00"),
    "impossible date": changed("timestamp", "2026-02-30T12:00:00Z"),
    "bad language tag": changed("context/language", "français"),
    "bad display tag": changed("verb/display", {"fr_FR!": "x"}),
    "extension key": changed("context/extensions", {"mode": 1}),
    "other version": changed("version", "2.0.0"),
    "choices of a fill-in": changed("object/definition/interactionType", "fill-in"),
    "no interaction type": changed("object/definition/interactionType", ...),
    "two choices of one id": changed("object/definition/choices", [{"id": "a"}, {"id": "a"}]),
    "platform about a person": changed("object", {"objectType": "Agent", "mbox": "mailto:a@b.example"}),
    "voiding an activity": changed("verb", {"id": f"{ADL}/verbs/voided"}),
    "reference without id": changed("context/statement", {"objectType": "StatementRef"}),
    "unknown kind of object": changed("object/objectType", "Thing"),
    "attachment without address": changed("attachments", [{"usageType": "https://x.example/u"}]),
    "a list as actor": changed("actor", []),
    "not an object": "statement",
}


@pytest.mark.parametrize("name", BAD)
def test_a_malformed_statement_is_refused_with_its_whole_batch(lrs, post, name):
    assert post([statement(), BAD[name]]).status_code == 400
    assert lrs.stats()["count"] == 0


GOOD = {
    "plain": statement(),
    "without id": statement(id=...),
    "without timestamp": statement(timestamp=...),
    "other zone": changed("timestamp", "2026-03-02T13:00:00+01:00"),
    "long duration": changed("result/duration", "P1DT2H3M4.56S"),
    "single parent": changed("context/contextActivities/parent", {"id": "https://parcours.example/a"}),
    "urn": changed("object/id", "urn:uuid:7f3f4f0e-6a3c-4a63-9f0b-0c9f7a1c1d11"),
    "evidence": changed("context/statement", {"objectType": "StatementRef", "id": str(uuid.uuid4())}),
    "group": changed("actor", {"objectType": "Group", "member": [{"mbox": "mailto:a@b.example"}]}),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_statement_is_kept(lrs, post, get, name):
    (key,) = post(GOOD[name]).json()
    kept = get(statementId=key).json()
    assert {"stored", "authority", "timestamp", "version"} <= kept.keys()
    assert lrs.stats()["ids"] == {key: 1}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"a": NaN}', b'{"id": 1, "id": 1}', b"\xff", b"[" * 100000]
)
def test_a_body_that_is_no_statement_is_refused(post, body):
    assert post(body).status_code == 400


def test_credentials_version_and_media_type(lrs, post):
    url = f"{lrs.endpoint}/statements"
    assert requests.get(url, headers=VERSION, timeout=10).status_code == 401
    assert requests.get(url, auth=("demo", "wrong"), headers=VERSION, timeout=10).status_code == 401
    assert requests.get(url, auth=AUTH, timeout=10).status_code == 400
    assert (
        requests.get(url, auth=AUTH, headers={"X-Experience-API-Version": "2.0.0"}, timeout=10).status_code
        == 400
    )
    assert post(statement(), **{"Content-Type": "text/plain"}).status_code == 400
    about = requests.get(f"{lrs.endpoint}/about", timeout=10)
    assert about.json() == {"version": ["1.0.3"]}
    assert about.headers["X-Experience-API-Version"] == "1.0.3"


def test_sending_again_is_harmless(lrs, post):
    first, second = statement(), statement()
    assert post(first).status_code == 200
    assert post(first).status_code == 204
    assert post([first, second]).json() == [first["id"], second["id"]]
    assert lrs.stats()["ids"] == {first["id"]: 1, second["id"]: 1}
    assert lrs.stats()["deliveries"] == {first["id"]: 3, second["id"]: 1}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("timestamp", "2026-03-02T13:00:00+01:00"),
        ("verb/display", {"fr": "autre mot"}),
        ("object/definition/name", {"fr": "autre titre"}),
        ("context/contextActivities/parent", {"id": "https://parcours.example/xapi/assessment/1"}),
    ],
)
def test_another_writing_of_the_same_statement_is_the_same(post, path, value):
    post({**statement(), "id": "11111111-1111-4111-8111-111111111111"})
    assert post({**changed(path, value), "id": "11111111-1111-4111-8111-111111111111"}).status_code == 204


@pytest.mark.parametrize(
    ("path", "value"),
    [("result/duration", "PT1M12S"), ("result/success", False), ("timestamp", "2026-03-02T12:00:01Z")],
)
def test_another_content_under_a_known_id_is_a_conflict(lrs, post, path, value):
    known = {**statement(), "id": "11111111-1111-4111-8111-111111111111"}
    post(known)
    assert post([statement(), {**changed(path, value), "id": known["id"]}]).status_code == 409
    assert lrs.stats()["count"] == 1


def test_the_same_id_twice_in_a_batch(lrs, post):
    one = statement()
    assert post([one, one]).status_code == 400
    assert lrs.stats()["count"] == 0


def test_one_copy_under_concurrent_posts(lrs, post):
    one = statement()
    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(post, [one] * 16)]
    assert sorted(statuses) == [200] + [204] * 15
    assert lrs.stats()["ids"] == {one["id"]: 1}


def test_put(lrs):
    def put(content, **query):
        url = f"{lrs.endpoint}/statements"
        return requests.put(
            url, json=content, params=query, auth=AUTH, headers=VERSION, timeout=10
        ).status_code

    one = statement()
    assert put(one, statementId=one["id"]) == 204
    assert put(one, statementId=one["id"]) == 204
    assert put({**one, "result": {}}, statementId=one["id"]) == 409
    assert put(one) == 400
    assert put(one, statementId=str(uuid.uuid4())) == 400


def test_queries_and_pages(post, get):
    sent = [statement(verb={"id": f"{ADL}/verbs/{verb}"}) for verb in ("initialized", "answered", "answered")]
    post(sent)
    ids = [one["id"] for one in sent]

    def found(**query):
        return [one["id"] for one in get(**query).json()["statements"]]

    assert found() == ids[::-1]
    assert found(ascending="true") == ids
    assert found(verb=f"{ADL}/verbs/initialized") == ids[:1]
    assert found(registration=sent[0]["context"]["registration"], limit=1) == ids[2:]
    assert found(registration=str(uuid.uuid4())) == []
    assert found(agent=json.dumps(sent[0]["actor"])) == ids[::-1]
    stored = get(statementId=ids[1]).json()["stored"]
    assert found(since=stored) == ids[2:]


def test_more_leads_to_the_rest(lrs, post, get):
    sent = [statement() for _ in range(5)]
    post(sent)
    page = get(limit=2).json()
    seen = [one["id"] for one in page["statements"]]
    while page["more"]:
        page = requests.get(lrs.url + page["more"], auth=AUTH, headers=VERSION, timeout=10).json()
        seen += [one["id"] for one in page["statements"]]
    assert seen == [one["id"] for one in sent][::-1]


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"},
        {"verb": "answered"},
        {"registration": "1"},
        {"limit": "-1"},
        {"since": "2026-03-02"},
        {"statementId": "1"},
        {"statementId": str(uuid.uuid4()), "limit": "1"},
        {"agent": "{}"},
    ],
)
def test_a_doubtful_query_is_refused(get, query):
    assert get(**query).status_code == 400


def test_an_unknown_id_is_a_404(get):
    assert get(statementId=str(uuid.uuid4())).status_code == 404


def test_a_voided_statement_hides(post, get):
    one = statement()
    post(one)
    reference = {"objectType": "StatementRef", "id": one["id"]}
    post({"actor": one["actor"], "verb": {"id": f"{ADL}/verbs/voided"}, "object": reference})
    assert get(statementId=one["id"]).status_code == 404
    assert get(voidedStatementId=one["id"]).status_code == 200
    assert len(get().json()["statements"]) == 1


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "status", "kept"),
        [("error_before", 500, 0), ("error_after", 500, 1), ("throttle", 429, 0), ("html", 200, 0)],
    )
    def test_the_answer_and_what_is_kept(self, lrs, post, fault, status, kept):
        lrs.set_faults(**{fault: 1})
        answer = post(statement())
        assert answer.status_code == status
        assert answer.headers.get("Retry-After") == ("1" if status == 429 else None)
        assert lrs.stats()["count"] == kept
        assert lrs.stats()["requests"] == {str(status): 1}
        assert lrs.stats()["faults"][fault] == 1

    def test_the_line_closes_without_an_answer(self, lrs, post):
        lrs.set_faults(timeout=1)
        with pytest.raises(requests.ConnectionError):
            post(statement())
        assert lrs.stats()["count"] == 0

    def test_like_the_adl_lrs(self, lrs, post):
        one = statement()
        post(one)
        lrs.set_faults(conflict_identical=1)
        assert post([one, statement()]).status_code == 409
        assert lrs.stats()["count"] == 1

    def test_like_ralph(self, lrs, post):
        one, two = statement(), statement()
        post(one)
        lrs.set_faults(partial_ids=1)
        assert post([one, two]).json() == [two["id"]]

    def test_chance_can_be_replayed(self, lrs, get):
        def outcomes():
            lrs.set_faults(error_before=0.5, seed=7)
            return [get().status_code for _ in range(12)]

        first = outcomes()
        assert first == outcomes()
        assert set(first) == {200, 500}

    @pytest.mark.parametrize("rates", [{"unheard": 1}, {"html": 2}, {"html": "often"}, {"html": -0.1}])
    def test_bad_rates_are_refused(self, lrs, rates):
        assert requests.post(f"{lrs.url}/_demo/faults", json=rates, timeout=10).status_code == 400


class TestPage:
    def test_a_statement_reads_aloud(self, lrs, post):
        post(statement())
        page = requests.get(lrs.url, timeout=10).text
        assert "Personne 3f9a72" in page
        assert "<strong>répond à</strong> Le message du faux service informatique" in page
        assert "réussi, 100 %, en 1 min 12 s" in page
        assert "02/03 12:00:00" in page

    def test_newcomers_arrive_on_top(self, lrs, post):
        post(statement())
        answer = requests.get(f"{lrs.url}/nouvelles", {"apres": 0}, timeout=10)
        assert answer.headers["X-Newest"] == answer.headers["X-Total"] == "1"
        assert "Personne 3f9a72" in answer.text
        assert requests.get(f"{lrs.url}/nouvelles", {"apres": 1}, timeout=10).text.strip() == ""

    def test_markup_in_a_statement_stays_text(self, lrs, post):
        post(changed("object/definition/name", {"fr": "<script>alert(1)</script>"}))
        assert "<script>alert(1)" not in requests.get(lrs.url, timeout=10).text

    def test_everything_can_be_forgotten(self, lrs, post):
        post(statement())
        assert len(requests.get(f"{lrs.url}/_demo/statements", timeout=10).json()) == 1
        assert requests.delete(f"{lrs.url}/_demo/statements", timeout=10).status_code == 204
        assert lrs.stats()["count"] == 0
