"""What a trainer reads when the roster cannot be shown, or not whole. The service keeps words."""

from __future__ import annotations

from lti_tool.grades import messages

_SENTENCES = {
    "roster_absent": (
        "Votre plateforme n’a pas donné la liste des personnes inscrites. La personne qui l’administre peut "
        "activer le service « Participants » (NRPS) dans la configuration de l’outil."
    ),
    "roster_unauthorized": (
        "Votre plateforme refuse le jeton qu’elle vient de donner pour lire la liste des personnes inscrites."
    ),
    "roster_forbidden": (
        "Votre plateforme ne permet pas à l’outil de lire la liste des personnes inscrites à ce cours. La "
        "personne qui l’administre peut activer le service « Participants » (NRPS)."
    ),
    "roster_gone": "La liste des personnes inscrites n’existe plus à l’adresse donnée : rouvrez l’activité.",
    "roster_busy": "Votre plateforme demande de ralentir. Réessayez dans quelques minutes.",
    "roster_html_page": "Votre plateforme a répondu par une page web au lieu de la liste des inscriptions.",
    "roster_unreadable": "La liste des personnes inscrites, telle que la plateforme l’envoie, est illisible.",
    "next_elsewhere": (
        "La suite de la liste est annoncée sur un autre serveur que la plateforme : elle n’a pas été lue."
    ),
    "next_repeats": "La plateforme renvoie sans fin la même page : la liste est peut-être incomplète.",
    "too_many_pages": "La liste est trop longue : seul son début est montré.",
}
_OTHERWISE = "La liste des personnes inscrites ne peut pas être lue pour l’instant. Réessayez plus tard."


def explain(reason: str, jwks_url: str) -> str:
    """The sentence for `RosterRefusedError.reason` or `Roster.stopped`; `jwks_url` is our public key set."""
    if reason in _SENTENCES:
        return _SENTENCES[reason]
    return _OTHERWISE if reason.startswith("roster_") else messages.explain(reason, jwks_url)
