"""Service tokens, scores, line items and rosters of the demonstration LMS."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.unit.lti_tool.demo.tiny_tool import LINE_ITEM, RESULT, ROSTER, SCORE, new_key

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ROSTER_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


def score(**changes):
    content = {
        "userId": "4",
        "scoreGiven": 7,
        "scoreMaximum": 10,
        "comment": "Bien mené : à poursuivre",
        "timestamp": NOON.isoformat(),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        **changes,
    }
    return {name: value for name, value in content.items() if value is not None}


@pytest.fixture
def post(tool):
    headers = {**tool.bearer(SCORE), "Content-Type": SCORE_TYPE}

    def post(content=None, *, url=None, **more):
        url = url or f"{tool.lms.url}/services/2/lineitems/11/lineitem/scores?type_id=1"
        return requests.post(url, json=content or score(), headers={**headers, **more}, timeout=10)

    return post


def grade(tool):
    (held,) = tool.lms.read("grades")
    return held["grade"]


class TestTokens:
    def test_json_comes_as_html(self, tool):
        answer = tool.ask_token(SCORE, "https://unknown.example/scope")
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.json()["scope"] == SCORE
        assert answer.json()["expires_in"] == 3600

    def test_the_keys_are_read_once_and_again_after_a_change(self, tool):
        tool.ask_token(SCORE)
        tool.ask_token(SCORE)
        assert tool.jwks_reads == 1
        tool.key = new_key()
        assert tool.ask_token(SCORE).status_code == 200
        assert tool.jwks_reads == 2

    def test_unreadable_keys_give_an_html_404(self, tool):
        tool.jwks_is_up = False
        answer = tool.ask_token(SCORE)
        assert answer.status_code == 404
        assert "<!doctype html>" in answer.text

    @pytest.mark.parametrize(
        "changes",
        [
            {"iat": int(datetime.now(UTC).timestamp()) + 86400},
            {"exp": int(datetime.now(UTC).timestamp()) - 300},
            {"exp": None},
            {"jti": None},
            {"aud": "https://other.example/token"},
            {"sub": "someone-else"},
            {"iss": "someone-else"},
            {"headers": {"kid": "unknown"}},
            {"headers": {"kid": ""}},
        ],
    )
    def test_a_doubtful_assertion_is_refused(self, tool, changes):
        answer = tool.ask_token(SCORE, assertion=tool.assertion(**changes))
        assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"})

    def test_an_assertion_works_once(self, tool):
        assertion = tool.assertion()
        assert tool.ask_token(SCORE, assertion=assertion).status_code == 200
        assert tool.ask_token(SCORE, assertion=assertion).status_code == 400

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"scope": "https://unknown.example/scope"}, "invalid_scope"),
            ({"scope": ""}, "invalid_request"),
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"client_assertion": "not.a.token"}, "invalid_request"),
        ],
    )
    def test_oauth_errors(self, tool, changes, error):
        answer = tool.ask_token(SCORE, **changes)
        assert (answer.status_code, answer.json()) == (400, {"error": error})


class TestScores:
    def test_a_grade_is_rescaled_and_shown(self, tool, post):
        assert post().status_code == 200
        assert tool.lms.read("grades") == [
            {
                "line_item_id": 11,
                "user_id": 4,
                "grade": 70.0,
                "comment": "Bien mené : à poursuivre",
                "timestamp": int(NOON.timestamp()),
            }
        ]
        page = requests.get(f"{tool.lms.url}/carnet/2", timeout=10).text
        assert "Dominique Fabre" in page
        assert "Bien mené : à poursuivre" in page

    def test_refused_and_erased_ones_are_shown_too(self, tool, post):
        post(score(gradingProgress="Pending"))
        post()
        post(score(userId="3"))
        post(score(userId=None))
        requests.post(f"{tool.lms.url}/services/2/lineitems/11/lineitem/scores", b"no json", timeout=10)
        page = requests.get(f"{tool.lms.url}/carnet/2", timeout=10)
        assert page.status_code == 200
        for words in (
            "Note effacée",
            "Une note de même date",
            "n’apprend pas dans ce cours",
            "personne inconnue",
            "(401)",
        ):
            assert words in page.text

    def test_above_the_maximum_is_clipped_and_zero_is_kept(self, tool, post):
        post(score(scoreGiven=12))
        assert grade(tool) == 100
        post(score(scoreGiven=0, timestamp=(NOON + timedelta(seconds=1)).isoformat()))
        assert grade(tool) == 0

    @pytest.mark.parametrize("later", [timedelta(), timedelta(milliseconds=900), timedelta(seconds=-1)])
    def test_dates_must_be_later_by_a_whole_second(self, tool, post, later):
        post()
        answer = post(score(scoreGiven=1, timestamp=(NOON + later).isoformat()))
        assert answer.status_code == 409
        assert grade(tool) == 70

    def test_a_later_date_in_another_zone_replaces(self, tool, post):
        post()
        assert post(score(scoreGiven=1, timestamp="2026-03-02T13:00:01+01:00")).status_code == 200
        assert grade(tool) == 10

    @pytest.mark.parametrize(
        "changes",
        [
            {"gradingProgress": "Pending"},
            {"gradingProgress": "NotReady"},
            {"scoreGiven": None, "scoreMaximum": None},
        ],
    )
    def test_an_unfinished_score_erases_the_grade(self, tool, post, changes):
        post()
        changes["timestamp"] = (NOON + timedelta(seconds=1)).isoformat()
        assert post(score(**changes)).status_code == 200
        assert grade(tool) is None
        assert post(score()).status_code == 409

    @pytest.mark.parametrize("user_id", ["3", "2", "99", "abc", "４x"])
    def test_only_learners_of_the_course_can_be_graded(self, tool, post, user_id):
        answer = post(score(userId=user_id))
        assert (answer.status_code, answer.text) == (400, "[]")
        assert "not a gradable participant" in answer.reason
        assert tool.lms.read("grades") == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"timestamp": None},
            {"timestamp": "2026-03-02T12:00:00"},
            {"timestamp": "2026-13-02T12:00:00Z"},
            {"timestamp": "yesterday"},
            {"userId": 4},
            {"userId": None},
            {"scoreMaximum": 0},
            {"scoreMaximum": None},
            {"scoreGiven": -1},
            {"scoreGiven": "7"},
            {"scoreGiven": True},
            {"scoreGiven": float("nan")},
            {"activityProgress": "Done"},
            {"gradingProgress": None},
            {"comment": 3},
        ],
    )
    def test_a_malformed_score_is_refused(self, tool, post, changes):
        content = score(**changes)
        if content.get("scoreGiven") != content.get("scoreGiven"):
            url = f"{tool.lms.url}/services/2/lineitems/11/lineitem/scores?type_id=1"
            headers = {**tool.bearer(SCORE), "Content-Type": SCORE_TYPE}
            body = '{"userId": "4", "scoreGiven": NaN}'
            answer = requests.post(url, body, headers=headers, timeout=10)
        else:
            answer = post(content)
        assert answer.status_code == 400
        assert tool.lms.read("grades") == []
        assert tool.lms.read("scores")[0]["status"] == 400

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("2/lineitems/11/lineitem?type_id=1/scores", 400),
            ("2/lineitems/11/lineitem/scores", 400),
            ("2/lineitems/12/lineitem/scores?type_id=1", 404),
            ("3/lineitems/11/lineitem/scores?type_id=1", 404),
        ],
    )
    def test_the_address_must_be_exact(self, tool, post, path, status):
        assert post(url=f"{tool.lms.url}/services/{path}").status_code == status

    def test_the_media_type_must_be_exact(self, post):
        assert post(**{"Content-Type": "application/json"}).status_code == 400
        assert post(**{"Content-Type": SCORE_TYPE + "; charset=utf-8"}).status_code == 200

    def test_tokens_are_checked_with_their_scope(self, tool, post):
        assert post(Authorization="Bearer invented").status_code == 401
        assert post(**tool.bearer(LINE_ITEM)).status_code == 401

    @pytest.mark.parametrize(("fault", "status"), [("ags_401", 401), ("ags_429", 429), ("ags_500", 500)])
    def test_switches_spoil_one_call(self, tool, post, fault, status):
        tool.lms.change("POST", "faults", {fault: 1})
        refused = post()
        assert refused.status_code == status
        assert ("Retry-After" in refused.headers) == (status == 429)
        assert post().status_code == 200
        assert [each["status"] for each in tool.lms.read("scores")] == [status, 200]

    def test_a_lost_answer_leaves_the_grade(self, tool, post):
        tool.lms.change("POST", "faults", {"ags_lost_answer": 1})
        assert post().status_code == 500
        assert grade(tool) == 70
        assert post().status_code == 409

    def test_results_come_back(self, tool, post):
        post()
        url = f"{tool.lms.url}/services/2/lineitems/11/lineitem/results?type_id=1"
        headers = {**tool.bearer(RESULT), "Accept": "application/vnd.ims.lis.v2.resultcontainer+json"}
        (result,) = requests.get(url, headers=headers, timeout=10).json()
        assert (result["userId"], result["resultScore"], result["resultMaximum"]) == ("4", 70, 100)


class TestLineItems:
    def url(self, tool, rest="?type_id=1"):
        return f"{tool.lms.url}/services/2/lineitems{rest}"

    def test_the_container_wants_its_media_type(self, tool):
        headers = tool.bearer(LINE_ITEM)
        for accept in ("*/*", "application/json"):
            assert (
                requests.get(self.url(tool), headers={**headers, "Accept": accept}, timeout=10).status_code
                == 400
            )
        (item,) = requests.get(self.url(tool), headers={**headers, "Accept": ITEMS_TYPE}, timeout=10).json()
        assert (item["resourceLinkId"], item["scoreMaximum"]) == ("1", 100)

    def test_create_change_filter_delete(self, tool):
        headers = {**tool.bearer(LINE_ITEM), "Content-Type": ITEM_TYPE, "Accept": ITEMS_TYPE}
        sent = {"label": "Essai", "scoreMaximum": 20, "resourceId": "r1", "tag": "t1"}
        made = requests.post(self.url(tool), json=sent, headers=headers, timeout=10)
        assert made.status_code == 201
        url = made.json()["id"]
        changed = requests.put(url, json={**sent, "scoreMaximum": 10}, headers=headers, timeout=10)
        assert changed.json()["scoreMaximum"] == 10
        found = requests.get(self.url(tool, "?type_id=1&tag=t1"), headers=headers, timeout=10).json()
        assert [item["id"] for item in found] == [url]
        assert requests.delete(url, headers=headers, timeout=10).status_code == 204
        assert requests.put(url, json=sent, headers=headers, timeout=10).status_code == 404

    def test_deleting_the_column_of_the_activity_takes_it_out_of_launches(self, tool, visit):
        headers = tool.bearer(LINE_ITEM)
        assert (
            requests.delete(self.url(tool, "/11/lineitem?type_id=1"), headers=headers, timeout=10).status_code
            == 204
        )
        visit(4).launch(1)
        assert "lineitem" not in tool.claims[0]["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]

    @pytest.mark.parametrize("change", [{"label": ""}, {"scoreMaximum": 0}, {"scoreMaximum": "20"}])
    def test_a_bad_line_item_is_refused(self, tool, change):
        headers = {**tool.bearer(LINE_ITEM), "Content-Type": ITEM_TYPE}
        sent = {"label": "Essai", "scoreMaximum": 20, **change}
        assert requests.post(self.url(tool), json=sent, headers=headers, timeout=10).status_code == 400


class TestRoster:
    def test_short_roles_no_names_and_pages(self, tool):
        headers = {**tool.bearer(ROSTER), "Accept": ROSTER_TYPE}
        url = f"{tool.lms.url}/services/CourseSection/2/bindings/1/memberships?limit=3"
        first = requests.get(url, headers=headers, timeout=10)
        second = requests.get(first.links["next"]["url"], headers=headers, timeout=10)
        members = first.json()["members"] + second.json()["members"]
        assert [(each["user_id"], each["roles"]) for each in members] == [
            ("3", ["Instructor"]),
            ("4", ["Learner"]),
            ("5", ["Learner"]),
            ("6", ["Learner"]),
        ]
        assert "next" not in second.links
        assert not any("name" in each for each in members)

    def test_role_filter_and_media_type(self, tool):
        headers = tool.bearer(ROSTER)
        url = f"{tool.lms.url}/services/CourseSection/2/bindings/1/memberships?role=Instructor"
        assert requests.get(url, headers=headers, timeout=10).status_code == 400
        answer = requests.get(url, headers={**headers, "Accept": ROSTER_TYPE}, timeout=10)
        assert [each["user_id"] for each in answer.json()["members"]] == ["3"]
