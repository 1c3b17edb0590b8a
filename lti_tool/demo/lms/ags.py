"""Assignment and Grade Services 2.0: line items, scores and results."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from flask import request
from werkzeug.wrappers import Response

from lti_tool.demo.lms.claims import (
    AGS_LINE_ITEM,
    AGS_LINE_ITEM_READ,
    AGS_RESULT_READ,
    AGS_SCORE,
    line_item_url,
)
from lti_tool.demo.lms.context import Lms, current_lms
from lti_tool.demo.lms.gradebook import LineItem
from lti_tool.demo.lms.scores import ScoreRefusedError
from lti_tool.demo.lms.services import (
    ServiceRefusedError,
    expect_accept,
    expect_content_type,
    expect_type_id,
    paged,
    service_lms,
    services,
    spoil_grade_service,
)

LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
_ITEM = "/<int:course_id>/lineitems/<int:item_id>/lineitem"


def _opened(*scopes: str) -> Lms:
    lms = service_lms(*scopes)
    expect_type_id(lms)
    spoil_grade_service(lms)
    return lms


def _line_item(lms: Lms, course_id: int, item_id: int) -> LineItem:
    item = lms.gradebook.line_item(course_id, item_id)
    if item is None:
        raise ServiceRefusedError(404, "Not Found: no such line item")
    return item


def _as_json(lms: Lms, item: LineItem) -> dict[str, object]:
    content: dict[str, object] = {
        "id": line_item_url(lms, item.course_id, item.id),
        "label": item.label,
        "scoreMaximum": item.maximum,
        "resourceId": item.resource_id,
        "tag": item.tag,
    }
    if item.activity_id is not None:
        content |= {"resourceLinkId": str(item.activity_id), "ltiLinkId": str(item.activity_id)}
    return content


@services.get("/<int:course_id>/lineitems")
def list_line_items(course_id: int) -> Response:
    """The columns of a course, filtered by resource_link_id, resource_id and tag."""
    lms = _opened(AGS_LINE_ITEM, AGS_LINE_ITEM_READ)
    expect_accept(CONTAINER_TYPE, may_be_absent=False)
    wanted = {
        "resourceLinkId": request.args.get("resource_link_id"),
        "resourceId": request.args.get("resource_id"),
        "tag": request.args.get("tag"),
    }
    items = [_as_json(lms, item) for item in lms.gradebook.line_items(course_id)]
    found = [i for i in items if all(value is None or i.get(key) == value for key, value in wanted.items())]
    return paged(found, CONTAINER_TYPE)


@services.post("/<int:course_id>/lineitems")
def create_line_item(course_id: int) -> Response:
    """A column of the tool's own."""
    lms = _opened(AGS_LINE_ITEM)
    expect_content_type(LINE_ITEM_TYPE)
    if lms.directory.course(course_id) is None:
        raise ServiceRefusedError(404, "Not Found: no such course")
    label, maximum, resource_id, tag = _sent_line_item()
    link_id = _sent_json().get("resourceLinkId")
    activity_id = int(link_id) if isinstance(link_id, str) and link_id.isdecimal() else None
    item = lms.gradebook.add_line_item(
        course_id, label, maximum, activity_id=activity_id, resource_id=resource_id, tag=tag
    )
    return Response(json.dumps(_as_json(lms, item)), status=201, content_type=LINE_ITEM_TYPE)


@services.get(_ITEM)
def read_line_item(course_id: int, item_id: int) -> Response:
    """One column."""
    lms = _opened(AGS_LINE_ITEM, AGS_LINE_ITEM_READ)
    expect_accept(LINE_ITEM_TYPE, may_be_absent=True)
    item = _line_item(lms, course_id, item_id)
    return Response(json.dumps(_as_json(lms, item)), content_type=LINE_ITEM_TYPE)


@services.put(_ITEM)
def write_line_item(course_id: int, item_id: int) -> Response:
    """Change a column."""
    lms = _opened(AGS_LINE_ITEM)
    expect_content_type(LINE_ITEM_TYPE)
    label, maximum, resource_id, tag = _sent_line_item()
    item = _line_item(lms, course_id, item_id)
    item = replace(item, label=label, maximum=maximum, resource_id=resource_id, tag=tag)
    lms.gradebook.update_line_item(item)
    return Response(json.dumps(_as_json(lms, item)), content_type=LINE_ITEM_TYPE)


@services.delete(_ITEM)
def remove_line_item(course_id: int, item_id: int) -> Response:
    """Remove a column, even the one of the activity."""
    lms = _opened(AGS_LINE_ITEM)
    lms.gradebook.delete_line_item(_line_item(lms, course_id, item_id).id)
    return Response(status=204)


@services.post(f"{_ITEM}/scores")
def receive_score(course_id: int, item_id: int) -> Response:
    """A score; whatever the outcome, the gradebook page shows that it came."""
    lms = current_lms()
    body = request.get_data(as_text=True)
    outcome = (500, "Internal Server Error")
    try:
        _opened(AGS_SCORE)
        expect_content_type(SCORE_TYPE)
        lms.gradebook.record(_line_item(lms, course_id, item_id), body)
        if lms.faults.hits("ags_lost_answer"):
            raise ServiceRefusedError(500, "Internal Server Error")
        outcome = (200, "OK")
    except (ScoreRefusedError, ServiceRefusedError) as refusal:
        outcome = (refusal.status, refusal.reason)
        raise ServiceRefusedError(*outcome) from refusal
    finally:
        lms.gradebook.log_post(lms.config.clock(), item_id, body, outcome)
    return Response(status=200)


@services.get(f"{_ITEM}/results")
def list_results(course_id: int, item_id: int) -> Response:
    """The grades of a column, of one person with `user_id`."""
    lms = _opened(AGS_RESULT_READ)
    expect_accept(RESULTS_TYPE, may_be_absent=True)
    item = _line_item(lms, course_id, item_id)
    url = line_item_url(lms, course_id, item_id)
    wanted = request.args.get("user_id")
    results: list[dict[str, object]] = [
        {
            "id": url.replace("?", "/results?") + f"&user_id={grade.user_id}",
            "scoreOf": url,
            "userId": str(grade.user_id),
            "resultScore": grade.grade,
            "resultMaximum": item.maximum,
            "comment": grade.comment,
            "timestamp": datetime.fromtimestamp(grade.timestamp, UTC).isoformat(),
        }
        for grade in lms.gradebook.grades(item.id)
        if wanted in {None, str(grade.user_id)} and grade.grade is not None
    ]
    return paged(results, RESULTS_TYPE)


def _sent_json() -> dict[str, object]:
    content = request.get_json(force=True, silent=True)
    if not isinstance(content, dict):
        raise ServiceRefusedError(400, "Bad line item: not an object")
    return content


def _sent_line_item() -> tuple[str, float, str, str]:
    content = _sent_json()
    label, maximum = content.get("label"), content.get("scoreMaximum")
    if not isinstance(label, str) or not label:
        raise ServiceRefusedError(400, "Bad line item: label")
    if isinstance(maximum, bool) or not isinstance(maximum, (int, float)) or maximum <= 0:
        raise ServiceRefusedError(400, "Bad line item: scoreMaximum")
    return label, float(maximum), str(content.get("resourceId") or ""), str(content.get("tag") or "")
