"""The words for a registration that is refused: title, what happened, what to do.

They are for the person who administers the platform, in the middle of adding the tool to it.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

_NEW_LINK = _l("Demandez une nouvelle invitation à la personne qui administre l’outil.")
_AGAIN = _l("Recommencez l’inscription depuis votre plateforme, avec le même lien : il n’a pas été consommé.")
_PLATFORM_TEAM = _l(
    "Transmettez le code ci-dessous à la personne qui administre l’outil. L’inscription "
    "à la main reste possible."
)
_LINK = _l("Cette invitation ne peut pas servir")
_STOPPED = _l("L’inscription n’a pas abouti")

INVITATION_UNKNOWN = (_LINK, _l("Le lien est incomplet, ou n’est pas une de nos invitations."), _NEW_LINK)
PLATFORM_ANSWER = (
    _STOPPED,
    _l(
        "Votre plateforme n’a pas donné à l’outil la réponse que prévoit la norme. Rien n’a "
        "été enregistré de notre côté."
    ),
    _PLATFORM_TEAM,
)
_ADDRESS = (
    _l("Cette adresse de plateforme n’est pas utilisable"),
    _l(
        "Une adresse donnée par la plateforme n’est pas en https, ou mène à un réseau privé. "
        "Par prudence, l’outil ne l’appelle pas."
    ),
    _l(
        "Vérifiez l’adresse publique de la plateforme. Pour une plateforme du réseau "
        "interne, la personne qui administre l’outil peut autoriser son hôte "
        "(PARCOURS_PRIVATE_HOSTS)."
    ),
)
_UNREACHABLE = (
    _l("Nous ne parvenons pas à joindre votre plateforme"),
    _l("L’outil a appelé l’adresse que la plateforme lui a donnée et n’a pas reçu de réponse utilisable."),
    _l(
        "Vérifiez que la plateforme est accessible depuis le serveur de l’outil, puis "
        "recommencez : le lien n’a pas été consommé."
    ),
)
_TOKEN = (
    _l("Votre plateforme n’a pas reconnu sa propre demande"),
    _l("Le jeton d’inscription qu’elle a donné est refusé, périmé, ou n’est pas arrivé jusqu’à elle."),
    _l(
        "Recommencez depuis la page des outils. Si cela se répète, vérifiez que le serveur "
        "mandataire de la plateforme laisse passer l’en-tête « Authorization »."
    ),
)

BY_REASON = {
    "invitation_missing": INVITATION_UNKNOWN,
    "invitation_unknown": INVITATION_UNKNOWN,
    "invitation_expired": (_LINK, _l("Le délai de l’invitation est passé."), _NEW_LINK),
    "invitation_used": (
        _LINK,
        _l("L’invitation a déjà servi à inscrire une plateforme, ou sert en ce moment même."),
        _l(
            "Si l’inscription est déjà faite, il n’y a rien à refaire. Sinon, demandez une "
            "nouvelle invitation à la personne qui administre l’outil."
        ),
    ),
    "invitation_exhausted": (_LINK, _l("Trop d’essais ont échoué avec cette invitation."), _NEW_LINK),
    "configuration_missing": (
        _l("Ce lien se colle dans votre plateforme"),
        _l(
            "Il ne s’ouvre pas directement : c’est votre plateforme qui l’ouvre, pendant "
            "l’inscription de l’outil."
        ),
        _l(
            "Dans Moodle : Administration du site, Plugins, Outil externe, Gérer les outils. "
            "Collez-y ce lien dans « Tool URL », puis choisissez « Add LTI Advantage »."
        ),
    ),
    "configuration_address_refused": _ADDRESS,
    "platform_address_refused": _ADDRESS,
    "configuration_unreachable": _UNREACHABLE,
    "registration_unreachable": _UNREACHABLE,
    "configuration_redirected": _UNREACHABLE,
    "registration_redirected": _UNREACHABLE,
    "issuer_of_another_host": (
        _l("La plateforme se présente sous une autre adresse que la sienne"),
        _l(
            "Le document qui décrit la plateforme n’est pas servi par l’adresse qu’il annonce : "
            "l’outil ne peut pas s’y fier."
        ),
        _l(
            "Vérifiez l’adresse publique de la plateforme (« wwwroot » dans Moodle), ou "
            "inscrivez-la à la main."
        ),
    ),
    "platform_token_already_used": (
        _l("Cette demande d’inscription a déjà servi"),
        _l("Votre plateforme dit avoir déjà inscrit un outil avec cette demande."),
        _l(
            "Retournez à la page des outils de votre plateforme : supprimez l’outil en double "
            "s’il y en a un, puis recommencez."
        ),
    ),
    "platform_missing_registration_token": _TOKEN,
    "platform_token_refused": _TOKEN,
    "platform_registration_not_found": _TOKEN,
    "registration_token_malformed": (
        _STOPPED,
        _l("Le jeton d’inscription donné par la plateforme est illisible."),
        _AGAIN,
    ),
    "platform_domain_targetlinkuri_mismatch": (
        _STOPPED,
        _l("La plateforme juge que le domaine de l’outil ne correspond pas à son adresse."),
        _l("La personne qui administre l’outil doit vérifier PARCOURS_PUBLIC_URL, port compris."),
    ),
    "platform_refused_registration": (
        _STOPPED,
        _l("Votre plateforme a refusé l’inscription, pour le motif ci-dessous."),
        _PLATFORM_TEAM,
    ),
}
