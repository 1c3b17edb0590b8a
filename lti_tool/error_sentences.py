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
    RegistrationRefusedError,
    SessionRefusedError,
)
from lti_tool.platforms import sentences as registration


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
GONE_ACTIVITY = Sentence(
    _l("Cette activité n’existe pas ou n’existe plus"),
    _l("Le lien de votre cours désigne une activité que nous ne trouvons pas pour votre plateforme."),
    _l(
        "La personne qui forme doit supprimer ce lien, puis ajouter de nouveau l’activité "
        "depuis la page du cours."
    ),
)
NO_WAY_BACK = Sentence(
    _l("Nous ne pourrions pas renvoyer votre choix"),
    _l("La plateforme n’a pas donné d’adresse de retour sûre (https) pour recevoir les activités choisies."),
    _ASK_THE_ADMIN,
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
    "file_unknown": Sentence(
        _l("Ce fichier n’existe pas"),
        _l("Le fichier demandé ne fait pas partie de l’épreuve affichée."),
        _l("Revenez à l’épreuve et choisissez un des fichiers proposés."),
    ),
    "admin_session_missing": Sentence(
        _l("Cette page est réservée à l’administration de l’outil"),
        _l("Il n’y a pas de séance ouverte dans ce navigateur, ou elle a pris fin."),
        _l("Sur le serveur de l’outil, lancez « parcours admin link », puis ouvrez le lien obtenu."),
    ),
    "admin_link_refused": Sentence(
        _l("Ce lien d’administration ne peut pas servir"),
        _l("Il a déjà servi, son délai est passé, ou il est incomplet."),
        _l("Sur le serveur de l’outil, lancez de nouveau « parcours admin link »."),
    ),
    "admin_form_refused": Sentence(
        _l("Cette demande n’a pas été suivie"),
        _l("Le formulaire ne vient pas d’une page de votre séance. Rien n’a été changé."),
        _l("Retournez à la page d’administration, rechargez-la, puis recommencez."),
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
    "nothing_closes": Sentence(
        _l("Cette activité ne ferme pas"),
        _l("Elle n’a pas de date de fermeture : il n’y a rien à repousser. Rien n’a été modifié."),
        _l("Revenez au suivi du groupe par la page de votre cours."),
    ),
    "file_gone": Sentence(
        _l("Ce fichier n’est plus disponible"),
        _l("Un fichier préparé reste disponible un quart d’heure, pour la personne qui l’a demandé."),
        _l("Ouvrez le suivi du groupe par la page de votre cours, puis demandez de nouveau le fichier."),
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
    "activity_unknown": GONE_ACTIVITY,
    "activity_deleted": GONE_ACTIVITY,
    "activity_unresolved": GONE_ACTIVITY,
    "activity_not_open": Sentence(
        _l("Cette activité n’est pas encore ouverte"),
        _l("La personne qui a créé l’activité a choisi une date d’ouverture, qui n’est pas encore passée."),
        _l("Revenez à partir de cette date, par la page de votre cours."),
    ),
    "activity_closed": Sentence(
        _l("Cette activité est fermée"),
        _l("La date de fermeture est passée. Un parcours commencé avant peut encore être terminé."),
        _l("Si vous deviez faire cette activité, parlez-en à l’équipe de formation."),
    ),
    "trainers_only": Sentence(
        _l("Cette page est réservée à l’équipe de formation"),
        _l(
            "Votre rôle dans ce cours ne permet ni de choisir des activités, ni de lire le résultat d’autrui."
        ),
        _l("Si vous formez dans ce cours, demandez à la personne qui l’administre de vérifier votre rôle."),
    ),
    "detail_not_shared": Sentence(
        _l("Ce détail n’est pas ouvert à l’équipe de formation"),
        _l(
            "Dans cette activité, le détail d’un résultat reste à la personne, "
            "tant qu’elle ne choisit pas de le partager."
        ),
        _l("La personne peut vous montrer elle-même sa page de résultat, ou la partager depuis cette page."),
    ),
    "result_unknown": Sentence(
        _l("Il n’y a pas de résultat à lire"),
        _l("Cette personne n’a pas terminé cette activité, ou ne l’a jamais ouverte."),
        _l("Retournez au carnet de notes de votre cours."),
    ),
    "selection_done": Sentence(
        _l("Votre choix est déjà parti"),
        _l("Cette page a déjà servi à ajouter des activités. Rien de plus n’a été créé."),
        _l("Pour en ajouter d’autres, repartez de la page de votre cours."),
    ),
    "session_elsewhere": Sentence(
        _l("Cette page n’est pas celle de votre séance"),
        _l("L’ouverture en cours sert à autre chose que la page demandée."),
        _FROM_THE_COURSE,
    ),
    "deep_linking_return_missing": NO_WAY_BACK,
    "deep_linking_return_refused": NO_WAY_BACK,
    "deep_linking_type_refused": Sentence(
        _l("Votre plateforme attend autre chose qu’une activité"),
        _l("La demande n’accepte pas les liens vers un outil, les seuls contenus que nous proposons."),
        _l("Dans votre cours, passez par l’ajout d’une activité « outil externe »."),
    ),
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
                "storage_wrong",
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
    if isinstance(refusal, RegistrationRefusedError):
        return Sentence(*registration.BY_REASON.get(refusal.reason, registration.PLATFORM_ANSWER))
    for reasons, sentence in _FAMILIES:
        if refusal.reason in reasons:
            return sentence
    if isinstance(refusal, SessionRefusedError | AnswerRefusedError):
        return SESSION
    return NOT_CONFORMANT if isinstance(refusal, LoginRefusedError | LaunchRefusedError) else _BY_STATUS[500]


def sentence_for_status(status: int) -> Sentence:
    """The words for an HTTP error that is not a refusal of ours."""
    return _BY_STATUS.get(status, _BY_STATUS[500 if status >= 500 else 404])
