"""What a program's author reads when a reading is refused."""

from __future__ import annotations

QUERY = {
    "unknown": "« {0} » n’est pas un paramètre de cette ressource. Paramètres connus : {filters}.",
    "unsupported": "« {0} » : cette valeur n’est pas proposée ; seul un sous-ensemble de xAPI est servi ici "
    "(voir /xapi/lrs/about).",
    "alone": "« {0} » désigne une seule trace et ne va avec aucun filtre.",
    "uuid": "« {0} » : un UUID est attendu.",
    "iri": "« {0} » : un IRI absolu est attendu.",
    "instant": "« {0} » : un instant ISO 8601 avec son fuseau est attendu, par exemple 2026-11-23T08:30:00Z.",
    "whole": "« {0} » : un nombre entier positif ou nul est attendu.",
    "truth": "« {0} » : true ou false est attendu.",
    "agent": "« {0} » : un agent xAPI en JSON est attendu, avec un seul identifiant, par exemple "
    '{{"account": {{"homePage": "…", "name": "…"}}}}.',
}
NO_VERSION = "L’en-tête « X-Experience-API-Version: 1.0.3 » est attendu."
NO_CREDENTIALS = (
    "Identifiant ou mot de passe absent, faux ou révoqué. Les accès en lecture se créent avec "
    "« parcours lrs readers add »."
)
READ_ONLY = "Cette ressource se lit seulement : l’outil n’accepte pas de traces d’ailleurs."
NOT_FOUND = "Aucune trace visible ne porte cet identifiant."
