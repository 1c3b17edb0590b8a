"""One statement template for each verb: what determines it, and the rules that it follows (Profiles, 8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xapi import vocabulary
from xapi.vocabulary import AnswerOutcome, Namespace

Json = dict[str, Any]
Text = dict[str, str]

_JUDGED = ("passed", "failed", "scored")
_EVIDENCE = (*_JUDGED, "completed")


@dataclass(frozen=True)
class Template:
    """What is said of one verb.

    Args:
        about: activity type of the object; None when it is another statement.
        parts: `parent` context activity types.
        evidence: templates that `context.statement` may point to.
        targets: templates that the object may point to.
        rules: those of this verb; the common ones, and `_OWN_RULES`, are added.
    """

    name: str
    label: Text
    definition: Text
    about: str | None = vocabulary.ASSESSMENT
    parts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    rules: tuple[Json, ...] = ()


def included(location: str, **more: object) -> Json:
    """The value must be there."""
    return {"location": location, "presence": "included", **more}


def excluded(location: str) -> Json:
    """The value must not be there."""
    return {"location": location, "presence": "excluded"}


def key(iri: str) -> str:
    """A JSONPath member whose name is an IRI."""
    return f"['{iri}']"


def note(french: str, english: str) -> Text:
    """A `scopeNote`."""
    return {"fr": french, "en": english}


_DURATION = included(
    "$.result.duration",
    scopeNote=note(
        "Temps passé sur les épreuves, sous la forme PT12.5S ; les interruptions n’y comptent pas.",
        "Time spent on items, written PT12.5S; breaks do not count.",
    ),
)
_PROGRESS = included(
    f"$.result.extensions{key(vocabulary.PROGRESS)}",
    scopeNote=note(
        "Part du parcours, nombre entier de 0 à 100.", "Share of the pathway, a whole number, 0 to 100."
    ),
)
_SCALED = included(
    "$.result.score.scaled",
    scopeNote=note(
        "Part des acquis visés qui sont maîtrisés, de 0 à 1. Ce n’est pas la part de réponses justes : les "
        "épreuves s’adaptent.",
        "Share of the targeted skills that are mastered, 0 to 1. Not the share of right answers: items "
        "adapt.",
    ),
)
_MASTERY = included(f"$.context.extensions{key(vocabulary.MASTERY_SCORE)}")
_NO_RESULT = excluded("$.result")


def _common(namespace: Namespace, name: str) -> list[Json]:
    rules = [
        included("$.context.registration", scopeNote=note("La tentative.", "The attempt.")),
        included("$.timestamp"),
        included("$.actor.account.homePage"),
        included("$.actor.account.name", scopeNote=note("Un pseudonyme.", "A pseudonym.")),
        excluded("$.actor['name','mbox','mbox_sha1sum','openid']"),
        {"location": "$.context.contextActivities.grouping[*].definition.type", "any": [vocabulary.SYSTEM]},
        included("$.context.language"),
    ]
    if name != "voided":
        rules += [
            included("$.context['platform','revision']"),
            included(f"$.context.extensions{key(namespace.attempt_extension)}"),
            excluded("$.object.definition.correctResponsesPattern"),
        ]
    return rules


def _answered(namespace: Namespace) -> tuple[Json, ...]:
    return (
        _DURATION,
        {
            "location": f"$.result.extensions{key(namespace.outcome_extension)}",
            "presence": "included",
            "all": [str(one) for one in AnswerOutcome],
        },
        {
            "location": "$.object.definition.interactionType",
            "presence": "included",
            "all": sorted(vocabulary.COMPONENT_LISTS),
        },
        included("$.context.contextActivities.other[*].id", presence="recommended", scopeNote=note(
            "La compétence que l’épreuve mesure.", "The competency that the item measures."
        ), none=[namespace.profile]),
        excluded("$.result.completion"),
    )  # fmt: skip


def _voided(namespace: Namespace) -> tuple[Json, ...]:
    return (included(f"$.context.extensions{key(namespace.correction_extension)}.reason"), _NO_RESULT)


def _achieved(namespace: Namespace) -> tuple[Json, ...]:
    return (
        included("$.result.score.raw", scopeNote=note("Le niveau, de 1 à 8.", "The level, 1 to 8.")),
        {"location": "$.result.score.max", "all": [vocabulary.TOP_LEVEL]},
        included(f"$.result.extensions{key(namespace.level_extension)}"),
        {"location": "$.context.contextActivities.category[*].id", "any": [vocabulary.LEARNER_COMPETENCY]},
        excluded("$.result['success','completion','response']"),
    )


# In the order in which a consumer meets them.
TEMPLATES = (
    Template(
        "launched",
        note("Activité ouverte", "Activity opened"),
        note(
            "La personne ouvre l’activité depuis le cours.",
            "The person opens the activity from the course.",
        ),
        rules=(_NO_RESULT,),
    ),
    Template(
        "initialized",
        note("Tentative commencée", "Attempt started"),
        note("La tentative commence ; une fois par tentative.", "The attempt begins; once an attempt."),
        rules=(_NO_RESULT,),
    ),
    Template(
        "answered",
        note("Épreuve répondue", "Item answered"),
        note(
            "Une épreuve a reçu une réponse, ou a été passée. La bonne réponse n’est jamais publiée : lisez "
            "result.success.",
            "An item was answered, or passed. The right answer is never published: read result.success.",
        ),
        about=vocabulary.INTERACTION,
        parts=(vocabulary.ASSESSMENT,),
    ),
    Template(
        "progressed",
        note("Avancement", "Progress"),
        note(
            "Un quart, la moitié ou les trois quarts sont faits.",
            "A quarter, half or three quarters are done.",
        ),
        rules=(_DURATION, _PROGRESS),
    ),
    Template(
        "suspended",
        note("Tentative interrompue", "Attempt suspended"),
        note(
            "La personne s’est arrêtée plus de trente minutes. Émise à son retour, datée de son départ.",
            "The person stopped for more than thirty minutes. Sent on return, dated when they left.",
        ),
        rules=(_DURATION, _PROGRESS),
    ),
    Template(
        "resumed",
        note("Tentative reprise", "Attempt resumed"),
        note("La personne reprend là où elle en était.", "The person goes on where they were."),
        rules=(_NO_RESULT,),
    ),
    Template(
        "completed",
        note("Parcours terminé", "Pathway completed"),
        note("Plus aucune épreuve à poser.", "No item is left to ask."),
        rules=(
            _DURATION,
            {"location": "$.result.completion", "presence": "included", "all": [True]},
            excluded("$.result['success','score','response']"),
        ),
    ),
    Template(
        "passed",
        note("Seuil atteint", "Threshold met"),
        note("Le score atteint le seuil du parcours.", "The score meets the threshold of the pathway."),
        rules=(
            _DURATION,
            _SCALED,
            _MASTERY,
            {"location": "$.result.success", "all": [True], "presence": "included"},
        ),
    ),
    Template(
        "failed",
        note("Seuil non atteint", "Threshold not met"),
        note("Le score n’atteint pas le seuil du parcours.", "The score does not meet the threshold."),
        rules=(
            _DURATION,
            _SCALED,
            _MASTERY,
            {"location": "$.result.success", "all": [False], "presence": "included"},
        ),
    ),
    Template(
        "scored",
        note("Score obtenu", "Score obtained"),
        note(
            "Le parcours situe la personne, sans seuil.",
            "The pathway places the person, without a threshold.",
        ),
        rules=(_DURATION, _SCALED, excluded("$.result.success")),
    ),
    Template(
        "achieved",
        note("Niveau de compétence atteint", "Competency level reached"),
        note(
            "La tentative montre un niveau d’une compétence ; context.statement désigne la trace qui le "
            "prouve.",
            "The attempt shows a level of a competency; context.statement points to the statement that "
            "proves it.",
        ),
        about=vocabulary.COMPETENCY,
        parts=(vocabulary.ASSESSMENT,),
        evidence=_EVIDENCE,
    ),
    Template(
        "terminated",
        note("Tentative close", "Attempt closed"),
        note(
            "La tentative se termine ; seule une correction peut suivre.",
            "The attempt ends; only a correction may follow.",
        ),
        rules=(_DURATION, excluded("$.result.score")),
    ),
    Template(
        "abandoned",
        note("Tentative sans suite", "Attempt abandoned"),
        note(
            "Personne n’est revenu dans le délai fixé : le serveur clôt la tentative.",
            "Nobody came back in the set time: the server closes the attempt.",
        ),
        rules=(_DURATION, excluded("$.result.score")),
    ),
    Template(
        "voided",
        note("Trace annulée", "Statement voided"),
        note(
            "L’outil annule une trace. Ignorez la trace désignée, même si votre LRS la montre encore.",
            "The tool takes a statement back. Ignore the one it points to, even if your LRS still shows it.",
        ),
        about=None,
        targets=tuple(name for name in vocabulary.VERB_IRIS if name != "voided"),
    ),
)

# Rules that name an extension of ours, whose IRI is that of the installation.
_OWN_RULES: dict[str, Callable[[Namespace], tuple[Json, ...]]] = {
    "answered": _answered,
    "achieved": _achieved,
    "voided": _voided,
}


def template_iri(namespace: Namespace, name: str) -> str:
    """Where a template is published."""
    return f"{namespace.profile_family}/template/{name}"


def templates(namespace: Namespace) -> list[Json]:
    """The `templates` of the document."""
    return [_json(namespace, one) for one in TEMPLATES]


def _json(namespace: Namespace, template: Template) -> Json:
    made: Json = {
        "id": template_iri(namespace, template.name),
        "type": "StatementTemplate",
        "inScheme": namespace.profile,
        "prefLabel": template.label,
        "definition": template.definition,
        "verb": vocabulary.VERB_IRIS[template.name],
    }
    if template.about is not None:
        made["objectActivityType"] = template.about
    if template.parts:
        made["contextParentActivityType"] = list(template.parts)
    if template.targets:
        made["objectStatementRefTemplate"] = [template_iri(namespace, name) for name in template.targets]
    if template.evidence:
        made["contextStatementRefTemplate"] = [template_iri(namespace, name) for name in template.evidence]
    own = _OWN_RULES[template.name](namespace) if template.name in _OWN_RULES else ()
    made["rules"] = [*_common(namespace, template.name), *own, *template.rules]
    return made
