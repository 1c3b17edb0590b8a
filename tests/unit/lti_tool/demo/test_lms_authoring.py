"""Deep linking, copies and reviews on the demonstration LMS, as strict as a Moodle."""

import time
import uuid

import jwt
import pytest
import requests

from lti_tool.demo.live import DemoLms
from lti_tool.demo.visitor import read_form
from tests.unit.lti_tool.demo.conftest import SIGNING_KEY
from tests.unit.lti_tool.demo.tiny_tool import ROSTER, TinyTool

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
COURSE, TRAINER, LEARNER = 2, 3, 4
ITEM = {"type": "ltiResourceLink", "title": "Une activité", "custom": {"activity_id": "a-1"}}


@pytest.fixture
def choosing(tool, visit):
    """A trainer in the middle of a choice: the browser, and the settings that the tool received."""
    person = visit(TRAINER)
    page = person.http.get(f"{tool.lms.url}/cours/{COURSE}/ajouter/lancement", timeout=10)
    person.submit(read_form(person.submit(read_form(page))))
    return person, tool.claims[-1]


def answer(tool, items, **changes):
    now = int(time.time()) - 5
    claims = {
        "iss": tool.lms.config.client_id,
        "aud": tool.lms.url,
        "nonce": uuid.uuid4().hex,
        "iat": now,
        "exp": now + 300,
        LTI + "deployment_id": "1",
        LTI + "message_type": "LtiDeepLinkingResponse",
        LTI + "version": "1.3.0",
        DL + "content_items": items,
        **changes,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    pem = tool.key.export_to_pem(private_key=True, password=None)
    return jwt.encode(claims, pem, algorithm="RS256", headers={"kid": tool.key.kid})


def post(choosing, token):
    person, claims = choosing
    url = claims[DL + "deep_linking_settings"]["deep_link_return_url"]
    return person.http.post(url, {"JWT": token}, timeout=10)


def test_the_request_is_that_of_a_moodle(choosing):
    _, claims = choosing
    assert claims[LTI + "message_type"] == "LtiDeepLinkingRequest"
    assert LTI + "resource_link" not in claims
    assert "lineitem" not in claims[AGS]
    settings = claims[DL + "deep_linking_settings"]
    assert settings["accept_types"] == ["ltiResourceLink"]
    assert settings["accept_multiple"] is True
    assert {"data", "accept_lineitem"}.isdisjoint(settings)
    assert "sesskey=" in settings["deep_link_return_url"]


def test_several_items_become_activities_once(tool, choosing):
    graded = {**ITEM, "lineItem": {"label": "N", "scoreMaximum": 20, "resourceId": "r", "tag": "t"}}
    page = post(choosing, answer(tool, [graded, {**ITEM, "title": "Sans note"}]))
    person, _ = choosing
    form = read_form(page)
    for _ in range(2):
        assert person.submit(form).status_code == 200

    state = tool.lms.read("state")
    made = [one for one in state["activities"] if "activity_id=a-1" in one["custom"]]
    assert [one["title"] for one in made] == ["Une activité", "Sans note"]
    columns = [item for course in state["courses"] for item in course["line_items"] if item["tag"] == "t"]
    assert [(item["activity_id"], item["maximum"], item["resource_id"]) for item in columns] == [
        (made[0]["id"], 20.0, "r")
    ]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({**ITEM, "custom": {}}, "custom"),
        ({**ITEM, "custom": []}, "custom"),
        ({**ITEM, "custom": {"a": 1}}, "custom"),
        ({**ITEM, "url": "https://tool.example/x"}, "url"),
        ({**ITEM, "url": None}, "url"),
        ({**ITEM, "type": "link"}, "ltiResourceLink"),
        ({**ITEM, "title": None}, "titre"),
        ({**ITEM, "lineItem": {"scoreMaximum": 12.5}}, "scoreMaximum"),
        ({**ITEM, "lineItem": {"scoreMaximum": 0}}, "scoreMaximum"),
        ({**ITEM, "lineItem": {"scoreMaximum": 101}}, "scoreMaximum"),
        ({**ITEM, "lineItem": {"scoreMaximum": True}}, "scoreMaximum"),
        ({**ITEM, "lineItem": []}, "lineItem"),
    ],
)
def test_an_item_that_a_moodle_would_not_take(tool, choosing, item, words):
    before = tool.lms.read("state")["activities"]
    page = post(choosing, answer(tool, [item]))
    assert page.status_code == 400
    assert words in page.text
    assert tool.lms.read("state")["activities"] == before


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "autre"},
        {"aud": "autre"},
        {"nonce": None},
        {"exp": 1},
        {LTI + "deployment_id": "9"},
        {LTI + "version": "1.1"},
        {LTI + "message_type": "LtiResourceLinkRequest"},
        {DL + "content_items": {}},
        {DL + "data": "jamais donné"},
    ],
)
def test_an_answer_that_is_not_one(tool, choosing, changes):
    assert post(choosing, answer(tool, [ITEM], **changes)).status_code == 400


def test_the_same_answer_twice(tool, choosing):
    token = answer(tool, [ITEM])
    assert post(choosing, token).status_code == 200
    assert post(choosing, token).status_code == 400


def test_a_choice_that_nobody_began(tool, visit):
    url = f"{tool.lms.url}/cours/{COURSE}/choix?sesskey=devine"
    assert visit(TRAINER).http.post(url, {"JWT": answer(tool, [ITEM])}, timeout=10).status_code == 400


def test_a_learner_may_not_author(tool, visit):
    person = visit(LEARNER)
    for path in ("ajouter", "ajouter/lancement"):
        assert person.http.get(f"{tool.lms.url}/cours/{COURSE}/{path}", timeout=10).status_code == 403
    assert person.http.post(f"{tool.lms.url}/cours/{COURSE}/copie", timeout=10).status_code == 403
    assert "Ajouter une activité" not in person.http.get(f"{tool.lms.url}/cours/{COURSE}", timeout=10).text


def test_a_copied_course(tool, visit):
    person = visit(TRAINER)
    tool.lms.change(
        "POST",
        "activities",
        {"course_id": COURSE, "custom": "h=$Context.id.history\nr=$ResourceLink.id.history"},
    )
    for course in (COURSE, 4):
        person.http.post(f"{tool.lms.url}/cours/{course}/copie", timeout=10)

    state = tool.lms.read("state")
    last = state["courses"][-1]
    assert last["title"].endswith("(copie) (copie)")
    assert last["members"] == state["courses"][0]["members"]
    assert len(last["line_items"]) == len(state["courses"][0]["line_items"])
    copied = [one for one in state["activities"] if one["course_id"] == last["id"]]
    visit(LEARNER).launch(copied[-1]["id"])
    custom = tool.claims[-1][LTI + "custom"]
    assert custom["h"] == "4,2"
    assert custom["r"] == "$ResourceLink.id.history"


def test_a_review_names_the_person(tool, visit):
    person = visit(TRAINER)
    page = person.http.get(f"{tool.lms.url}/activites/1/copie/{LEARNER}/lancement", timeout=10)
    person.submit(read_form(person.submit(read_form(page))))
    claims = tool.claims[-1]
    assert claims[LTI + "message_type"] == "LtiSubmissionReviewRequest"
    assert claims[LTI + "for_user"] == {"user_id": str(LEARNER)}
    assert claims[LTI + "resource_link"]["id"] == "1"
    assert "lineitem" in claims[AGS]


def test_the_roster_pages_by_itself():
    with DemoLms(signing_key=SIGNING_KEY, roster_page_size=3) as lms:
        tool = TinyTool(lms)
        try:
            url = f"{lms.url}/services/CourseSection/{COURSE}/bindings/1/memberships?limit=200"
            accept = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
            headers = {**tool.bearer(ROSTER), "Accept": accept}
            sizes = []
            while url:
                page = requests.get(url, headers=headers, timeout=10)
                sizes.append(len(page.json()["members"]))
                url = page.links.get("next", {}).get("url")
        finally:
            tool.stop()
    assert sizes == [3, 1]
