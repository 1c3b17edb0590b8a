"""What an operator reads about an LRS: each code of ours, in one sentence that says what to do."""

from __future__ import annotations

VERDICTS = {
    "ok": "Le LRS a accepté la trace d’essai : les traces arriveront.",
    "credentials": "Le LRS refuse l’identifiant ou le mot de passe, ou ce compte n’a pas le droit d’écrire. "
    "Vérifiez --username, --password et les droits du compte.",
    "wrong_path": "Le serveur répond, mais il n’y a pas de LRS à cette adresse. Vérifiez le chemin "
    "(souvent « /xapi », « /xAPI » ou « /data/xAPI », sans « /statements »).",
    "redirect": "Le serveur renvoie vers une autre adresse. Donnez l’adresse finale du LRS, en https.",
    "not_an_lrs": "L’adresse donne une page web, pas un LRS : une page d’accueil, un portail de connexion ou "
    "un mandataire répond à sa place.",
    "version": "Le LRS n’accepte pas la version 1.0.3 de xAPI. Choisissez un LRS 1.0.3, ou réglez le sien.",
    "tls": "Le certificat https du LRS n’est pas valable (expiré, autosigné, ou d’une autorité inconnue). "
    "Il faut le remplacer : l’outil n’envoie rien sans vérifier à qui.",
    "unreachable": "Le LRS est injoignable : nom inconnu, serveur arrêté, ou pare-feu.",
    "timeout": "Le LRS ne répond pas à temps.",
    "address_refused": "Cette adresse mène à un réseau privé. Si c’est voulu, ajoutez l’hôte à "
    "PARCOURS_PRIVATE_HOSTS.",
    "wrong_address": "Cette adresse n’est pas une adresse http(s) utilisable.",
    "busy": "Le LRS est là, mais demande de patienter : recommencez plus tard. Les traces attendront.",
    "broken": "Le LRS est en panne (erreur interne). Prévenez la personne qui l’exploite ; "
    "les traces attendront.",
    "rejected": "Le LRS refuse la trace d’essai. Sa réponse, ci-dessous, dit pourquoi.",
}

WARNINGS = {
    "unread": "La trace d’essai n’a pas pu être relue : donnez aussi au compte le droit de lire. Sans lui, "
    "après une coupure, l’outil ne peut pas savoir ce qui est arrivé.",
    "different": "Le LRS rend la trace d’essai modifiée : ses statistiques peuvent être faussées.",
    "version_header": "Le LRS n’annonce pas sa version de xAPI dans ses réponses.",
    "clock": "L’horloge du LRS et la nôtre diffèrent de plus d’une minute : réglez l’heure "
    "des deux machines.",
    "not_voided": "La trace d’essai n’a pas pu être annulée : elle reste visible dans le LRS.",
}

STATES = {"active": "actif", "paused": "en pause", "filling": "rattrapage à terminer"}
PAUSES = {"credentials": "identifiant ou mot de passe refusé", "endpoint": "adresse fausse"}
REASONS = {
    "rejected": "refusée par le LRS",
    "too_large": "trop grosse pour le LRS",
    "conflict": "le LRS a une autre trace sous le même identifiant",
}


def age(seconds: float | None) -> str:
    """A length of time, for people: `3 j 4 h`, `5 min`, `12 s`."""
    if seconds is None:
        return "—"
    whole = int(seconds)
    days, hours, minutes = whole // 86400, whole // 3600 % 24, whole // 60 % 60
    if days:
        return f"{days} j {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{whole} s"
