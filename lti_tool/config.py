"""Settings, read once from `PARCOURS_*`. A wrong one stops the program with a sentence in French."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from babel.dates import get_timezone
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from lti_tool.errors import OperatorError

SHORTEST_LEASE_S = 75


class Settings(BaseSettings):
    """Every setting of the tool; `docs/reglages.md` describes each one and a test keeps it true."""

    model_config = SettingsConfigDict(
        env_prefix="PARCOURS_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    public_url: str = Field(description="Adresse publique de l’outil, sans barre finale")
    secret_key: SecretStr = Field(description="Secret d’au moins 32 caractères : signe et chiffre")
    database_url: str = Field("sqlite:///parcours.db", description="Base de données (SQLite ou PostgreSQL)")
    allow_loopback: bool = Field(
        False, description="Démonstration et tests : appels sortants vers la boucle locale"
    )
    private_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(), description="Hôtes autorisés à avoir une adresse privée, séparés par des virgules"
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="Nombre de serveurs mandataires devant l’outil")
    login_rate: str = Field("6000 per minute", description="Débit de connexions accepté par adresse IP")
    session_hours: int = Field(8, ge=1, le=48, description="Durée d’une séance sans activité, en heures")
    default_pathway: str = Field("cyber-rgpd", description="Parcours des activités sans choix explicite")
    attempt_expiry_days: int = Field(
        180, ge=1, le=3650, description="Jours sans activité avant de clore une tentative inachevée"
    )
    progress_traces: bool = Field(False, description="Trace à chaque quart du parcours (« progressed »)")
    timezone: str = Field("Europe/Paris", description="Fuseau des dates montrées et saisies dans les pages")
    smallest_group: int = Field(
        5, ge=2, le=50, description="Plus petit groupe dont les résultats collectifs sont montrés"
    )
    relay_lease_s: int = Field(
        120,
        ge=3,
        le=600,
        description="Secondes d’attente des traces après l’arrêt brutal d’un relais ; au moins 75",
    )
    outbox_alert_minutes: int = Field(
        60, ge=1, le=100_000, description="Minutes d’attente d’une trace avant l’alerte"
    )
    keep_statements_days: int = Field(
        0, ge=0, le=36500, description="Jours de conservation des traces livrées ; 0 : toujours"
    )
    keep_attempts_days: int = Field(
        0, ge=0, le=36500, description="Jours de conservation des parcours terminés ; 0 : toujours"
    )
    keep_sessions_days: int = Field(
        30, ge=0, le=36500, description="Jours de conservation des séances expirées ; 0 : toujours"
    )
    keep_logins_days: int = Field(
        1, ge=0, le=36500, description="Jours de conservation des connexions expirées ; 0 : toujours"
    )
    key_overlap_days: int = Field(14, ge=1, le=365, description="Publication d’une clé remplacée, en jours")

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
            raise ValueError("une adresse http(s) complète, par exemple https://parcours.exemple.fr")
        if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1"}:
            raise ValueError("https est obligatoire hors de la machine locale")
        return value.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _secret_key(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("au moins 32 caractères ; par exemple le résultat de « openssl rand -hex 32 »")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        # The short form is what hosting providers hand out; psycopg 3 is the driver that we ship.
        for short in ("postgres://", "postgresql://"):
            if value.startswith(short):
                return "postgresql+psycopg://" + value.removeprefix(short)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("sqlite:///chemin ou postgresql://hôte/base")
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            get_timezone(value)
        except LookupError as error:
            raise ValueError("un fuseau horaire, par exemple Europe/Paris ou Indian/Reunion") from error
        return value

    @field_validator("relay_lease_s")
    @classmethod
    def _relay_lease_s(cls, value: int, info: ValidationInfo) -> int:
        # The time-outs of a request to an LRS follow the lease, but not `outgoing.TOTAL_SECONDS`: below
        # this, an answer that comes drop by drop could outlive the lease. Tests may, users may not.
        if value < SHORTEST_LEASE_S and not info.data.get("allow_loopback"):
            raise ValueError(f"au moins {SHORTEST_LEASE_S} secondes")
        return value

    @field_validator("private_hosts", mode="before")
    @classmethod
    def _private_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(host.strip().lower() for host in value.split(",") if host.strip())
        return value

    @property
    def is_https(self) -> bool:
        """True when browsers reach us over TLS."""
        return self.public_url.startswith("https://")


def load_settings(**overrides: object) -> Settings:
    """Read the environment, with `overrides` on top.

    Raises:
        OperatorError: one line a wrong setting, with its name and what is expected.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates the overrides itself
    except ValidationError as error:
        lines = [_explain(problem) for problem in error.errors()]
        raise OperatorError("Réglages à corriger :\n" + "\n".join(lines)) from error


# pydantic speaks English; these are the only faults that its own checks can find in our settings.
_FRENCH = {
    "missing": "réglage obligatoire, absent de l’environnement",
    "int_parsing": "un nombre entier est attendu",
    "bool_parsing": "1 (oui) ou 0 (non) est attendu",
    "greater_than_equal": "au moins {ge}",
    "less_than_equal": "au plus {le}",
}


def _explain(problem: ErrorDetails) -> str:
    name = "PARCOURS_" + "_".join(str(part) for part in problem["loc"]).upper()
    if sentence := _FRENCH.get(problem["type"]):
        return f"- {name} : {sentence.format(**problem.get('ctx', {}))}"
    return f"- {name} : {problem['msg'].removeprefix('Value error, ')}"
