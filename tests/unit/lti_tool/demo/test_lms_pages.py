"""The pages of the demonstration LMS, and its JSON face."""

import pytest
import requests

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"


@pytest.mark.parametrize(
    "path",
    ["/", "/cours/2", "/cours/3", "/cours/2/retour", "/activites/1", "/carnet/2", "/carnet/3", "/pannes"],
)
def test_every_page_opens_for_nobody_and_for_somebody(lms, visit, path):
    for get in (requests.get, visit(4).http.get):
        page = get(lms.url + path, timeout=10)
        assert page.status_code == 200
        assert '<html lang="fr">' in page.text
        assert "cdn" not in page.text


def test_the_styles_are_served_here(lms):
    page = requests.get(lms.url, timeout=10).text
    path = page.split('rel="stylesheet" href="')[-1].split('"')[0] if 'rel="stylesheet"' in page else ""
    path = path or page.split('<link href="')[1].split('"')[0]
    assert requests.get(lms.url + path, timeout=10).headers["Content-Type"].startswith("text/css")


def test_the_activity_is_in_a_frame_and_has_a_button_on_a_phone(lms, visit):
    someone = visit(4)
    assert "<iframe" in someone.http.get(f"{lms.url}/activites/1", timeout=10).text
    on_phone = someone.http.get(f"{lms.url}/activites/1", headers={"User-Agent": PHONE}, timeout=10).text
    assert "<iframe" not in on_phone
    assert 'href="/activites/1/lancement"' in on_phone


def test_nobody_cannot_launch(lms):
    assert requests.get(f"{lms.url}/activites/1/lancement", timeout=10).status_code == 403


def test_the_session_cookie_has_its_own_name(visit):
    assert list(visit(4).http.cookies.keys()) == ["demo_lms"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_logging_in_never_leads_elsewhere(lms, target):
    answer = requests.post(
        f"{lms.url}/connexion", {"user_id": 4, "next": target}, timeout=10, allow_redirects=False
    )
    assert answer.headers["Location"] == "/"


def test_the_message_of_the_tool_is_shown_as_text(lms):
    page = requests.get(f"{lms.url}/cours/2/retour", {"lti_errormsg": "<b>oups</b>"}, timeout=10).text
    assert "&lt;b&gt;oups" in page


def test_switches_turn_from_the_page(lms):
    requests.post(f"{lms.url}/pannes", {"name": "ags_500", "remaining": "-1"}, timeout=10)
    assert lms.read("faults")["ags_500"] == -1
    requests.post(f"{lms.url}/pannes", {"name": "all_off"}, timeout=10)
    assert not any(lms.read("faults").values())
    assert requests.post(f"{lms.url}/pannes", {"name": "unheard"}, timeout=10).status_code == 400


def test_people_and_activities_can_be_added(tool, visit):
    lms = tool.lms
    person = lms.change("POST", "users", {"given_name": "Noa", "course_id": 2})
    activity = lms.change(
        "POST", "activities", {"course_id": 2, "custom": {"parcours": "autre"}, "maximum": 20}
    )
    assert visit(person["id"]).launch(activity["id"]).text == "launched"
    assert tool.claims[0]["https://purl.imsglobal.org/spec/lti/claim/custom"]["parcours"] == "autre"
    state = lms.read("state")
    assert state["courses"][0]["members"][str(person["id"])] == "learner"
    assert activity["line_item_id"] in [item["id"] for item in state["courses"][0]["line_items"]]


def test_a_launch_can_begin_without_a_page(lms):
    begun = lms.change("POST", "launches", {"activity_id": 1, "user_id": 5})
    assert begun["action"] == "http://127.0.0.1:8000/lti/login"
    assert begun["fields"]["login_hint"] == "5"


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("POST", "faults", {"unheard": True}),
        ("POST", "faults", {"ags_500": "often"}),
        ("PUT", "tool", {"unheard": "x"}),
        ("POST", "users", {"role": "boss"}),
        ("POST", "activities", {"course_id": 99}),
        ("POST", "launches", {"activity_id": 99, "user_id": 4}),
        ("POST", "launches", None),
    ],
)
def test_the_json_face_refuses_what_it_does_not_know(lms, method, path, content):
    answer = requests.request(method, f"{lms.url}/_demo/{path}", json=content, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"]
