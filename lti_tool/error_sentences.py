"""The words of the error pages, by the reason of the refusal: what happened, what to do.

A reason without words of its own takes those of its family.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from lti_tool.errors import (
    AnswerRefusedError,
    LaunchRefusedError,
    LoginRefusedError,
    RefusedError,
    SessionRefusedError,
)


@dataclass(frozen=True)
class Sentence:
    """The words of a page: title, what happened, what to do."""

    title: str
    what: str
    todo: str


_FROM_THE_COURSE = _l("Retournez dans votre cours et ouvrez de nouveau l’activité.")
_ASK_THE_ADMIN = _l(
    "Transmettez le code ci-dessous à la personne qui administre votre plateforme de formation."
)

OPEN_FROM_LMS = Sentence(
    _l("Ouvrez cette page depuis votre cours"),
    _l("Cette adresse ne s’ouvre pas seule : elle attend un message de votre plateforme de formation."),
    _FROM_THE_COURSE,
)
NOT_CONFORMANT = Sentence(
    _l("Le message de votre plateforme est incomplet ou incorrect"),
    _l("Il manque un élément dans la demande de la plateforme, ou l’un des éléments est faux."),
    _ASK_THE_ADMIN,
)
NOT_AUTHENTIC = Sentence(
    _l("Nous ne pouvons pas vérifier d’où vient cette demande"),
    _l(
        "Le message reçu ne porte pas la preuve qu’il vient de votre "
        "plateforme. Par prudence, rien n’a été ouvert."
    ),
    _l(
        "Ouvrez de nouveau l’activité depuis votre cours. Si cela se répète, "
        "transmettez le code ci-dessous "
        "à la personne qui administre votre plateforme de formation."
    ),
)
CLOCKS = Sentence(
    _l("Cette ouverture a expiré"),
    _l("Le message de votre plateforme est trop ancien, ou l’heure de l’un des deux serveurs est fausse."),
    _l(
        "Ouvrez de nouveau l’activité depuis votre cours. Si cela se répète, "
        "demandez à la personne qui "
        "administre votre plateforme de formation de vérifier l’heure du serveur."
    ),
)
USED = Sentence(
    _l("Cette ouverture a déjà servi"),
    _l("Chaque ouverture ne sert qu’une fois, pour que personne d’autre ne puisse la reprendre."),
    _FROM_THE_COURSE,
)
COOKIES = Sentence(
    _l("Votre navigateur n’a pas permis d’ouvrir l’activité ici"),
    _l(
        "Pour votre sécurité, nous vérifions que la personne qui ouvre l’activité est bien celle qui l’a "
        "demandée, et votre navigateur bloque cette vérification."
    ),
    _l("Dans votre cours, ouvrez l’activité dans un nouvel onglet, ou utilisez un autre navigateur à jour."),
)
KEYS = Sentence(
    _l("Nous ne parvenons pas à joindre votre plateforme"),
    _l(
        "Pour vérifier la demande, nous devons lire les clés publiques de "
        "votre plateforme, et nous n’y arrivons pas."
    ),
    _l(
        "Réessayez dans quelques minutes. Si cela dure, la personne qui "
        "administre la plateforme doit vérifier que "
        "l’adresse de ses clés (JWKS) est accessible."
    ),
)
SESSION = Sentence(
    _l("Votre séance est terminée"),
    _l(
        "La page est restée ouverte trop longtemps, ou a été ouverte sans passer par votre cours. "
        "Les réponses déjà validées sont enregistrées."
    ),
    _FROM_THE_COURSE,
)
ACTIVITY = Sentence(
    _l("Le parcours de cette activité n’existe pas"),
    _l("L’activité demande un parcours que cet outil ne connaît pas."),
    _l(
        "La personne qui a créé l’activité doit corriger le paramètre « parcours »"
        " dans les réglages de l’activité."
    ),
)
TOO_LARGE = Sentence(
    _l("La demande est trop volumineuse"),
    _l("Le message reçu dépasse largement la taille attendue. Rien n’a été enregistré."),
    _ASK_THE_ADMIN,
)

_BY_REASON: dict[str, Sentence] = {
    "platform_unknown": Sentence(
        _l("Votre plateforme n’est pas encore inscrite"),
        _l("La demande vient d’une plateforme que l’outil ne connaît pas."),
        _l(
            "La personne qui administre la plateforme doit l’inscrire auprès de l’outil, avec l’adresse et "
            "l’identifiant client exacts."
        ),
    ),
    "platform_not_active": Sentence(
        _l("L’inscription de votre plateforme n’est pas active"),
        _l("L’outil connaît cette plateforme, mais son accès attend une validation ou a été suspendu."),
        _l("Prenez contact avec la personne qui administre l’outil."),
    ),
    "deployment_unknown": Sentence(
        _l("Cette installation de l’outil n’est pas déclarée"),
        _l("La plateforme utilise un numéro de déploiement que l’outil ne connaît pas."),
        _l(
            "La personne qui administre la plateforme doit communiquer ce numéro "
            "(Deployment ID) à la personne "
            "qui administre l’outil."
        ),
    ),
    "target_not_ours": Sentence(
        _l("L’adresse de l’activité n’est pas celle de l’outil"),
        _l("L’activité demande d’ouvrir une adresse qui n’appartient pas à cet outil."),
        _l("La personne qui a créé l’activité doit corriger l’adresse de l’outil dans ses réglages."),
    ),
    "platform_said_no": Sentence(
        _l("Votre plateforme a refusé l’ouverture"),
        _l(
            "Elle n’a pas confirmé votre identité : la session de la plateforme a "
            "peut-être expiré, ou vous avez "
            "changé de compte."
        ),
        _l("Reconnectez-vous à la plateforme, puis ouvrez de nouveau l’activité depuis votre cours."),
    ),
    "message_type_unsupported": Sentence(
        _l("Cette fonction n’est pas proposée ici"),
        _l("Votre plateforme demande une fonction que cet outil n’offre pas."),
        _l("Utilisez l’activité depuis la page de votre cours."),
    ),
    "item_not_yours": Sentence(
        _l("Cette épreuve n’est pas la vôtre"),
        _l("L’épreuve demandée n’appartient pas à cette activité. Rien n’a été enregistré."),
        _FROM_THE_COURSE,
    ),
    "trainers_only": Sentence(
        _l("Cette page est réservée à l’équipe de formation"),
        _l("Votre rôle dans ce cours ne donne pas accès au suivi du groupe. Rien n’a été modifié."),
        _l("Retournez dans votre cours et ouvrez de nouveau l’activité : vous retrouverez vos pages."),
    ),
    "learners_only": Sentence(
        _l("Cette page est réservée aux personnes inscrites"),
        _l("Elle ne concerne que le résultat d’une personne en formation. Rien n’a été modifié."),
        _FROM_THE_COURSE,
    ),
    "attempt_not_here": Sentence(
        _l("Ce résultat n’est pas dans cette activité"),
        _l(
            "La personne ou la tentative demandée n’appartient pas à l’activité ouverte. "
            "Rien n’a été modifié."
        ),
        _l("Ouvrez l’activité de la personne depuis son cours, puis recommencez."),
    ),
    "attempt_set_aside": Sentence(
        _l("Cette tentative est déjà mise de côté"),
        _l("Elle a été remise à zéro. Rien n’a été modifié."),
        _l("Revenez à la page de la personne : vous pouvez rouvrir cette tentative."),
    ),
    "attempt_not_set_aside": Sentence(
        _l("Cette tentative n’est pas mise de côté"),
        _l("Elle est déjà ouverte à la personne. Rien n’a été modifié."),
        _FROM_THE_COURSE,
    ),
    "newer_attempt": Sentence(
        _l("Une tentative plus récente existe"),
        _l("La personne a commencé une autre tentative depuis. Rien n’a été modifié."),
        _l("Pour revenir à l’ancienne tentative, remettez d’abord la plus récente à zéro."),
    ),
    "item_exempted": Sentence(
        _l("Cette épreuve est déjà neutralisée"),
        _l("Elle ne compte ni en bien ni en mal pour cette personne. Rien n’a été modifié."),
        _FROM_THE_COURSE,
    ),
    "no_grade_to_send": Sentence(
        _l("Il n’y a pas de note à renvoyer"),
        _l(
            "La tentative n’est pas celle qui compte, elle n’a pas de résultat, ou l’activité n’a pas de "
            "colonne dans le carnet de notes. Rien n’a été envoyé."
        ),
        _l("Vérifiez dans votre plateforme que l’activité est notée, puis ouvrez-la de nouveau."),
    ),
    "pathway_unknown": ACTIVITY,
    "cookie_missing": COOKIES,
    "cookie_wrong": COOKIES,
    "browser_changed": COOKIES,
    "keys_unreadable": KEYS,
    "id_token_too_large": TOO_LARGE,
}
_FAMILIES: tuple[tuple[frozenset[str], Sentence], ...] = (
    (frozenset({"id_token_missing", "state_missing", "launch_by_get", "iss_missing", "login_hint_missing",
                "target_link_uri_missing", "session_missing"}), OPEN_FROM_LMS),
    (frozenset({"state_unknown", "state_used", "state_expired", "entry_code_refused"}), USED),
    (frozenset({"token_expired", "token_from_the_future", "token_too_old", "token_not_yet_valid"}), CLOCKS),
    (frozenset({"signature_wrong", "algorithm_refused", "kid_missing", "unknown_kid", "issuer_wrong",
                "audience_wrong", "authorized_party_wrong", "nonce_missing", "nonce_wrong",
                "deployment_changed",
                "target_changed", "id_token_malformed", "token_lifetime_wrong"}), NOT_AUTHENTIC),
)  # fmt: skip
_BY_STATUS = {
    400: NOT_CONFORMANT,
    404: Sentence(_l("Cette page n’existe pas"), _l("L’adresse demandée n’est pas une page de l’outil."),
                  _FROM_THE_COURSE),
    405: OPEN_FROM_LMS,
    413: TOO_LARGE,
    429: Sentence(_l("Trop de demandes à la fois"), _l("L’outil reçoit trop d’ouvertures depuis "
                     "votre réseau."),
                  _l("Attendez une minute, puis ouvrez de nouveau l’activité depuis votre cours.")),
    500: Sentence(_l("L’outil a rencontré une erreur"),
                  _l("L’erreur vient de l’outil, pas de vous. Les réponses déjà validées sont "
                     "enregistrées."),
                  _l("Ouvrez de nouveau l’activité depuis votre cours dans quelques minutes.")),
}  # fmt: skip


def sentence_for(refusal: RefusedError) -> Sentence:
    """The words for a refusal."""
    if refusal.reason in _BY_REASON:
        return _BY_REASON[refusal.reason]
    for reasons, sentence in _FAMILIES:
        if refusal.reason in reasons:
            return sentence
    if isinstance(refusal, SessionRefusedError | AnswerRefusedError):
        return SESSION
    return NOT_CONFORMANT if isinstance(refusal, LoginRefusedError | LaunchRefusedError) else _BY_STATUS[500]


def sentence_for_status(status: int) -> Sentence:
    """The words for an HTTP error that is not a refusal of ours."""
    return _BY_STATUS.get(status, _BY_STATUS[500 if status >= 500 else 404])
