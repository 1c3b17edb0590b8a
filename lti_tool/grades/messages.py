"""What the operator reads about a score that waits or failed. The relay keeps words; these are sentences."""

from __future__ import annotations

_SENTENCES = {
    "platform_cannot_read_our_keys": (
        "La plateforme n’arrive pas à lire nos clés publiques à l’adresse {jwks_url}. Dans Moodle, vérifiez "
        "« Sécurité HTTP » : hôtes bloqués et ports autorisés pour cURL, ainsi que le serveur mandataire et "
        "le certificat. Cette adresse doit s’ouvrir depuis le serveur de la plateforme."
    ),
    "token_refused_invalid_scope": (
        "La plateforme n’accorde pas l’envoi des notes à l’outil. Activez le service « Notes » (AGS) dans la "
        "configuration de l’outil sur la plateforme."
    ),
    "score_scope_refused": (
        "La plateforme a donné un jeton sans le droit d’envoyer des notes. Activez le service « Notes » "
        "(AGS) dans la configuration de l’outil sur la plateforme."
    ),
    "token_refused_": (
        "La plateforme refuse de nous donner un jeton. Vérifiez l’identifiant client, l’adresse des jetons "
        "et l’heure du serveur, et que la plateforme lit nos clés à l’adresse {jwks_url}."
    ),
    "token_unreadable": (
        "L’adresse des jetons de la plateforme répond autre chose qu’un jeton. Vérifiez l’adresse "
        "enregistrée."
    ),
    "token_": "L’adresse des jetons de la plateforme ne répond pas pour l’instant. L’envoi reprendra seul.",
    "foreign_line_item": (
        "L’adresse de la colonne de notes n’est pas une adresse de la plateforme : rien n’a été envoyé. "
        "Vérifiez l’enregistrement de la plateforme."
    ),
    "line_item_gone": "La colonne de notes a été supprimée sur la plateforme.",
    "no_line_item": "L’activité n’a pas de colonne de notes sur la plateforme : il n’y a rien à envoyer.",
    "line_items_ambiguous": (
        "L’activité a plusieurs colonnes de notes, et aucune n’est la nôtre : gardez-en une seule sur la "
        "plateforme, puis relancez l’envoi."
    ),
    "line_items_unreadable": "La liste des colonnes de notes est illisible. Vérifiez le service « Notes ».",
    "scope_refused": (
        "La plateforme a donné un jeton sans le droit demandé. Activez les services « Notes » (AGS) et "
        "« Participants » (NRPS) dans la configuration de l’outil sur la plateforme."
    ),
    "rejected_": (
        "La plateforme n’accepte pas cette note. Cause la plus fréquente : la personne n’est plus inscrite "
        "au cours, ou son rôle n’y est pas évalué."
    ),
    "forbidden": (
        "La plateforme interdit l’envoi de la note. Vérifiez que l’activité et l’outil acceptent les notes."
    ),
    "unauthorized": "La plateforme refuse un jeton qu’elle vient de donner. Vérifiez l’heure des serveurs.",
    "busy": "La plateforme demande de ralentir. L’envoi reprendra seul.",
    "address_refused": (
        "L’adresse de la colonne de notes est privée ou n’est pas en https. Pour l’autoriser, ajoutez l’hôte "
        "à PARCOURS_PRIVATE_HOSTS."
    ),
    "token_address_refused": (
        "L’adresse des jetons est privée ou n’est pas en https. Pour l’autoriser, ajoutez l’hôte "
        "à PARCOURS_PRIVATE_HOSTS."
    ),
    "conflict": "La plateforme avait déjà une note aussi récente : il n’y a rien à faire.",
    "newer_score_sent": "Une note plus récente est déjà arrivée : il n’y a rien à faire.",
}
_OTHERWISE = "La plateforme ne répond pas comme prévu. L’envoi reprendra seul."


def explain(error: str, jwks_url: str) -> str:
    """The sentence for a `Score.last_error` or a `TokenRefusedError.reason`, in French.

    `jwks_url` is the public address of our key set. The platform's own words, if any, are put at the end.
    """
    word, _, phrase = error.partition(" ")
    # The longest key that begins the word: `token_refused_invalid_scope` before `token_refused_`.
    keys = sorted((key for key in _SENTENCES if word.startswith(key)), key=len)
    sentence = (_SENTENCES[keys[-1]] if keys else _OTHERWISE).format(jwks_url=jwks_url)
    return f"{sentence} Réponse de la plateforme : « {phrase} »." if phrase else sentence
