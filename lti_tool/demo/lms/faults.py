"""What can be broken on purpose: launches that cheat, keys that vanish, services that fail."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.demo.storage import Storage

ALWAYS = -1
LAUNCH, SERVICE = "launch", "service"


@dataclass(frozen=True)
class Fault:
    """One switch, with the sentence that explains it and what the tool should do."""

    name: str
    group: str
    title: str
    expected: str


_REFUSED = "L’outil refuse l’ouverture et explique pourquoi."
FAULTS = (
    Fault("bad_signature", LAUNCH, "Signature fausse", _REFUSED),
    Fault("unknown_kid", LAUNCH, "Clé de signature inconnue", _REFUSED),
    Fault("alg_none", LAUNCH, "Jeton sans signature", _REFUSED),
    Fault("wrong_aud", LAUNCH, "Jeton destiné à un autre outil", _REFUSED),
    Fault("wrong_iss", LAUNCH, "Jeton émis par une autre plateforme", _REFUSED),
    Fault("no_exp", LAUNCH, "Jeton sans date d’expiration", _REFUSED),
    Fault("expired", LAUNCH, "Jeton périmé depuis une heure", _REFUSED),
    Fault("clock_ahead", LAUNCH, "Horloge du LMS en avance de dix minutes", _REFUSED),
    Fault("wrong_nonce", LAUNCH, "Nonce différent de celui demandé", _REFUSED),
    Fault("replay", LAUNCH, "Jeton précédent présenté une deuxième fois", _REFUSED),
    Fault("unknown_deployment", LAUNCH, "Déploiement inconnu", _REFUSED),
    Fault(
        "access_denied",
        LAUNCH,
        "Accès refusé par le LMS",
        "L’outil affiche le refus et le moyen d’y remédier.",
    ),
    Fault("jwks_down", SERVICE, "Clés publiques du LMS injoignables", "Refus clair, puis tout repart seul."),
    Fault(
        "token_404", SERVICE, "Page d’erreur HTML au lieu du jeton de service", "La note attend, puis part."
    ),
    Fault("ags_500", SERVICE, "Notes : erreur 500", "La note attend, puis part."),
    Fault("ags_lost_answer", SERVICE, "Notes : enregistrée, puis erreur 500", "Une seule note, la bonne."),
    Fault("ags_slow", SERVICE, "Notes : réponse très lente", "La page de l’agent n’attend pas."),
    Fault("ags_429", SERVICE, "Notes : trop de requêtes (429)", "L’outil attend le délai demandé."),
    Fault("ags_401", SERVICE, "Notes : jeton refusé (401)", "L’outil redemande un jeton."),
)
NAMES = frozenset(fault.name for fault in FAULTS)


class Faults:
    """Which switches are on; a count of n wears off after n uses, `ALWAYS` never does."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def set(self, name: str, remaining: int) -> None:
        """Turn a switch on for `remaining` uses, off with 0.

        Raises:
            KeyError: no such switch.
        """
        if name not in NAMES:
            raise KeyError(name)
        self._storage.run("INSERT OR REPLACE INTO faults VALUES (?, ?)", name, max(remaining, ALWAYS))

    def state(self) -> dict[str, int]:
        """Every switch with what remains of it."""
        stored = {row["name"]: row["remaining"] for row in self._storage.rows("SELECT * FROM faults")}
        return {fault.name: stored.get(fault.name, 0) for fault in FAULTS}

    def clear(self) -> None:
        """Everything works again."""
        self._storage.run("DELETE FROM faults")

    def hits(self, name: str) -> bool:
        """Whether this switch is on; uses it once."""
        if name not in NAMES:
            raise KeyError(name)
        with self._storage.transaction():
            if self._storage.row("SELECT 1 FROM faults WHERE name = ? AND remaining = ?", name, ALWAYS):
                return True
            spent = "UPDATE faults SET remaining = remaining - 1 WHERE name = ? AND remaining > 0"
            return self._storage.changed(spent, name) == 1
