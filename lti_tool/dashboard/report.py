"""The group's report, as an accessible PDF: what the page says, in the same order, without a name."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import format_date, get_locale, gettext, ngettext

from lti_tool.dashboard.backfill import fill_in
from lti_tool.dashboard.overview import Overview, figure, overview
from lti_tool.dashboard.progress import Progress, progress_on
from lti_tool.dashboard.results import Heading, TopicGroup, group_results
from lti_tool.dashboard.room import Room
from lti_tool.documents import render_pdf
from lti_tool.typography import french

DOMAIN, COMPETENCE, TOPIC = range(3)


def group_pdf(room: Room) -> bytes:
    """PDF/UA-1 bytes."""
    fill_in(room.session, room.link.id, room.tool.catalogue)
    progress = progress_on(room.session, room.link.id, room.roster)
    smallest = room.tool.settings.smallest_group
    now = room.tool.clock()
    data: dict[str, object] = {
        "lang": str(get_locale()),
        "title": french(room.link.title or room.pathway.title),
        "context": gettext("Suivi du groupe, le %(date)s", date=format_date(now)),
        "counts": _counts(progress),
        "words": _words(),
        "note": gettext("Les résultats portent sur les personnes qui ont terminé. Aucun nom n’y figure."),
    }
    if progress.with_result < smallest:
        hidden = gettext(
            "Les résultats collectifs apparaissent à partir de %(count)s personnes : en dessous, on pourrait "
            "deviner le résultat de quelqu’un.",
            count=smallest,
        )
        answer = ngettext(
            "%(num)s personne a terminé, sur %(total)s.",
            "%(num)s personnes ont terminé, sur %(total)s.",
            progress.with_result,
            total=progress.total,
        )
        return render_pdf("group", data | {"answer": answer, "hidden": french(hidden)}, now)
    results = group_results(room.session, room.link.id, room.tool.catalogue)
    shown = overview(progress, results, room.tool.catalogue)
    return render_pdf("group", data | {"hidden": None} | _results(shown), now)


def _results(shown: Overview) -> dict[str, object]:
    return {
        "answer": french(shown.answer),
        "levels": list(_levels(shown)),
        "needs": [
            {
                "title": f"{french(need.topic_title)}, "
                + gettext("niveau %(level)s", level=need.skill.level),
                "statement": f"{french(need.skill.statement)}.",
                "people": ngettext(
                    "Prochaine étape pour %(num)s personne.",
                    "Prochaine étape pour %(num)s personnes.",
                    need.people,
                ),
                "tutorials": [{"title": french(one.title), "source": one.source} for one in need.tutorials],
            }
            for need in shown.needs
        ],
        "distribution": [{"label": french(label), "count": count} for label, count in shown.distribution],
    }


def _levels(shown: Overview) -> Iterator[dict[str, object]]:
    for domain in shown.results.domains:
        yield _row(domain, DOMAIN)
        for competence in shown.results.competences:
            if competence.id.startswith(f"{domain.id}."):
                yield _row(competence, COMPETENCE)
                yield from (_row(topic, TOPIC) for topic in competence.topics)


def _row(one: Heading | TopicGroup, rank: int) -> dict[str, object]:
    return {
        "rank": rank,
        "title": french(one.title if rank == TOPIC else f"{one.id} {one.title}"),
        "reached": one.reached,
        "targeted": one.targeted,
        "reached-words": figure(one.reached),
        "targeted-words": figure(one.targeted),
        "percent": french(f"{one.percent} %"),
    }


def _counts(progress: Progress) -> list[dict[str, str]]:
    return [
        {"label": str(label), "figure": str(count)}
        for label, count in (
            (gettext("Pas commencé"), progress.not_started),
            (gettext("En cours"), progress.under_way),
            (gettext("Terminé"), progress.finished),
        )
    ]


def _words() -> dict[str, object]:
    return {
        "levels": gettext("Niveau par domaine, compétence et sujet"),
        "columns": [
            gettext("Domaine, compétence, sujet"),
            gettext("Atteint"),
            gettext("Visé"),
            gettext("Maîtrisé"),
        ],
        "needs": gettext("À travailler d’abord"),
        "distribution": gettext("Répartition des personnes"),
        "classes": [gettext("Acquis maîtrisés"), gettext("Personnes")],
    }
