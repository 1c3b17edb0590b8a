"""The learner's result as a document to keep: strengths first, three priorities."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_date, get_locale, gettext

from lti_tool.assessment.models import Attempt
from lti_tool.assessment.results import LearnerResult
from lti_tool.documents import render_pdf
from lti_tool.interactions.review import Review
from lti_tool.typography import french


def result_pdf(title: str, attempt: Attempt, result: LearnerResult, now: datetime) -> bytes:
    """PDF/UA-1 bytes; no name: the file belongs to the person, who may give it to whom they want."""
    data = {
        "lang": str(get_locale()),
        "title": title,
        "context": gettext("Mon résultat du %(date)s", date=format_date(attempt.finished_at)),
        "answer": _answer(result),
        "strengths": [french(topic.title) for topic in result.strengths],
        "topics": [
            {
                "title": french(topic.title),
                "figures": gettext(
                    "%(mastered)s acquis sur %(targeted)s", mastered=topic.mastered, targeted=topic.targeted
                ),
                "mastered": topic.mastered,
                "targeted": topic.targeted,
            }
            for topic in result.topics
            if topic.targeted
        ],
        "priorities": [_priority(review) for review in result.priorities],
        "words": {
            "strengths": gettext("Vos points forts"),
            "topics": gettext("Sujet par sujet"),
            "columns": [gettext("Sujet"), gettext("Acquis")],
            "priorities": gettext("Par quoi commencer"),
        },
        "note": gettext("Ce document dit où vous en étiez ce jour-là. Il ne vaut pas certification."),
    }
    return render_pdf("result", data, now)


def _answer(result: LearnerResult) -> str:
    if result.percent is None:
        return str(gettext("Aucune épreuve n’était utilisable : il n’y a pas de résultat."))
    return str(
        french(
            gettext(
                "%(percent)s %% des acquis visés sont maîtrisés (%(mastered)s sur %(targeted)s).",
                percent=round(result.percent),
                mastered=result.mastered,
                targeted=result.targeted,
            )
        )
    )


def _priority(review: Review) -> dict[str, object]:
    # The expected answer stays on the page: a document travels, and others have not played yet.
    return {
        "title": french(review.title),
        "text": french(review.prompt),
        "tutorials": [
            {"title": french(tutorial.title), "source": tutorial.source} for tutorial in review.tutorials
        ],
    }
