"""The group in one page: the sentence and the picture first, then the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, gettext, ngettext

from content.model import Catalogue
from lti_tool.dashboard import charts
from lti_tool.dashboard.progress import Progress
from lti_tool.dashboard.results import GroupResults, Heading, TopicGroup
from lti_tool.dashboard.training import TrainingNeed, training_needs

CLASSES = ((0, 19), (20, 39), (40, 59), (60, 79), (80, 100))  # percent of the skills, both ends included
FEW = 3  # competences: below this the picture shows topics


@dataclass(frozen=True)
class Overview:
    """Everything that the group page says about results."""

    answer: str
    results: GroupResults
    picture: charts.Picture
    distribution: tuple[tuple[str, int], ...]
    distribution_picture: charts.Picture
    needs: tuple[TrainingNeed, ...]
    plan: str


def overview(progress: Progress, results: GroupResults, catalogue: Catalogue) -> Overview:
    """The page of a group that is large enough to be shown."""
    needs = training_needs(results, catalogue)
    distribution = distribution_of(one for one in progress.percents if one is not None)
    return Overview(
        answer=_answer(progress, results, needs),
        results=results,
        picture=_levels(results),
        distribution=distribution,
        distribution_picture=charts.histogram(distribution, _say_distribution(distribution)),
        needs=needs,
        plan=_plan(needs, progress.with_result),
    )


def distribution_of(percents: Iterable[float]) -> tuple[tuple[str, int], ...]:
    """People by class of percent, the lowest class first."""
    counts = Counter(min(int(percent // 20), len(CLASSES) - 1) for percent in percents)
    return tuple((f"{low}-{high} %", counts[place]) for place, (low, high) in enumerate(CLASSES))


def figure(value: float) -> str:
    """A level as people read it: « 2,4 », « 3 »."""
    return str(format_decimal(round(value, 1)))


def _answer(progress: Progress, results: GroupResults, needs: Sequence[TrainingNeed]) -> str:
    sentence: str = ngettext(
        "%(num)s personne a terminé, sur %(total)s : elle maîtrise %(percent)s %% des acquis visés.",
        "%(num)s personnes ont terminé, sur %(total)s : ensemble, elles maîtrisent %(percent)s %% des acquis "
        "visés.",
        progress.with_result,
        total=progress.total,
        percent=results.percent,
    )
    if not needs:
        return f"{sentence} {gettext('Tout ce que le parcours vise est acquis.')}"
    first: str = gettext(
        "À travailler d’abord : « %(topic)s », niveau %(level)s.",
        topic=needs[0].topic_title,
        level=needs[0].skill.level,
    )
    return f"{sentence} {first}"


def _levels(results: GroupResults) -> charts.Picture:
    rows: Sequence[TopicGroup | Heading] = results.competences
    if len(rows) <= FEW:
        rows = results.topics
    bars = [
        charts.Bar(
            one.title,
            one.reached,
            one.targeted,
            gettext(
                "%(reached)s sur %(targeted)s", reached=figure(one.reached), targeted=figure(one.targeted)
            ),
        )
        for one in rows
    ]
    text = gettext("Niveau moyen atteint et niveau visé.") + " "
    text += " ; ".join(f"{bar.label} : {bar.figures}" for bar in bars) + "."
    return charts.levels(bars, text, legend=(gettext("Niveau atteint"), gettext("Niveau visé")))


def _say_distribution(distribution: Sequence[tuple[str, int]]) -> str:
    title = gettext("Nombre de personnes selon la part d’acquis maîtrisés.")
    return f"{title} " + " ; ".join(f"{label} : {count}" for label, count in distribution) + "."


def _plan(needs: Sequence[TrainingNeed], people: int) -> str:
    """Wording for a training plan: needs, size of the group, no person."""
    lines = [
        gettext("Besoins de formation relevés par le positionnement (%(people)s personnes)", people=people)
    ]
    for place, need in enumerate(needs, start=1):
        lines.append("")
        lines.append(f"{place}. {need.topic_title} ({need.competence_title})")
        lines.append(
            gettext(
                "Objectif : à l’issue de la formation, être capable de réaliser ceci : « %(skill)s ».",
                skill=need.skill.statement,
            )
        )
        lines.append(
            ngettext(
                "Public : %(num)s personne sur %(people)s, niveau visé %(level)s.",
                "Public : %(num)s personnes sur %(people)s, niveau visé %(level)s.",
                need.people,
                people=people,
                level=need.skill.level,
            )
        )
        lines.extend(
            gettext("Ressource : %(title)s (%(source)s)", title=one.title, source=one.source)
            for one in need.tutorials
            if one.source
        )
    return "\n".join(lines)
