"""Settings: a wrong one stops the program with its name and what is expected, in French."""

from __future__ import annotations

import os
import re

import pytest

from lti_tool.config import Settings, load_settings
from lti_tool.errors import OperatorError

SECRET = "un-secret-de-test-assez-long-pour-servir"
GOOD = {"PARCOURS_PUBLIC_URL": "https://parcours.example", "PARCOURS_SECRET_KEY": SECRET}
# Words that pydantic writes when nobody has translated its message.
ENGLISH = re.compile(r"\b(input|should|valid|value|error|field|required|parse|than|must)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Only the settings of the test: whatever the machine has set is put aside."""
    for name in os.environ:
        if name.upper().startswith("PARCOURS_"):
            monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refusal() -> str:
    with pytest.raises(OperatorError) as caught:
        load_settings()
    return str(caught.value)


def test_two_settings_are_enough() -> None:
    settings = load_settings()

    assert settings.public_url == "https://parcours.example"
    assert settings.secret_key.get_secret_value() == SECRET
    assert settings.database_url == "sqlite:///parcours.db"
    assert settings.allow_loopback is False
    assert settings.private_hosts == frozenset()


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch, missing: str) -> None:
    environment.delenv(missing)

    assert refusal() == f"Réglages à corriger :\n- {missing} : réglage obligatoire, absent de l’environnement"


WRONG = [
    ("PARCOURS_PUBLIC_URL", "parcours.example", "adresse http(s) complète"),
    ("PARCOURS_PUBLIC_URL", "ftp://parcours.example", "adresse http(s) complète"),
    ("PARCOURS_PUBLIC_URL", "https://moi:secret@parcours.example", "adresse http(s) complète"),
    ("PARCOURS_PUBLIC_URL", "https://parcours.example?a=1", "adresse http(s) complète"),
    ("PARCOURS_PUBLIC_URL", "https://[parcours.example", "adresse http(s) complète"),
    ("PARCOURS_PUBLIC_URL", "http://parcours.example", "https est obligatoire"),
    ("PARCOURS_SECRET_KEY", "x" * 31, "au moins 32 caractères"),
    ("PARCOURS_DATABASE_URL", "mysql://localhost/parcours", "sqlite:///chemin ou postgresql://hôte/base"),
    ("PARCOURS_ALLOW_LOOPBACK", "peut-être", ""),
    ("PARCOURS_TRUSTED_PROXIES", "-1", ""),
    ("PARCOURS_TRUSTED_PROXIES", "6", ""),
    ("PARCOURS_TRUSTED_PROXIES", "deux", ""),
    ("PARCOURS_SESSION_HOURS", "0", ""),
    ("PARCOURS_SESSION_HOURS", "49", ""),
    ("PARCOURS_SESSION_HOURS", "huit", ""),
    ("PARCOURS_KEY_OVERLAP_DAYS", "0", ""),
    ("PARCOURS_KEY_OVERLAP_DAYS", "366", ""),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG)
def test_a_wrong_setting_is_explained_in_french(
    environment: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    environment.setenv(name, value)

    title, line = refusal().splitlines()

    assert title == "Réglages à corriger :"
    assert line.startswith(f"- {name} : ")
    assert expected in line
    assert not ENGLISH.search(line.removeprefix(f"- {name} : "))


def test_every_wrong_setting_is_told_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PARCOURS_PUBLIC_URL", "parcours")
    environment.setenv("PARCOURS_SECRET_KEY", "court")
    environment.setenv("PARCOURS_DATABASE_URL", "fichier.db")

    named = re.findall(r"^- (\w+) :", refusal(), flags=re.MULTILINE)

    assert sorted(named) == ["PARCOURS_DATABASE_URL", "PARCOURS_PUBLIC_URL", "PARCOURS_SECRET_KEY"]


def test_the_secret_is_never_shown(environment: pytest.MonkeyPatch) -> None:
    assert SECRET not in repr(load_settings())

    environment.setenv("PARCOURS_SECRET_KEY", "un-secret-trop-court")

    with pytest.raises(OperatorError) as caught:
        load_settings()
    # The cause too: a traceback in a log shows the whole chain.
    assert "un-secret-trop-court" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u:p@db/parcours", "postgresql+psycopg://u:p@db/parcours"),
        (
            "postgresql://u:p@db/parcours?sslmode=require",
            "postgresql+psycopg://u:p@db/parcours?sslmode=require",
        ),
        ("postgresql+psycopg://db/parcours", "postgresql+psycopg://db/parcours"),
        ("sqlite:////var/lib/parcours.db", "sqlite:////var/lib/parcours.db"),
    ],
)
def test_database_addresses_name_our_driver(environment: pytest.MonkeyPatch, given: str, kept: str) -> None:
    environment.setenv("PARCOURS_DATABASE_URL", given)

    assert load_settings().database_url == kept


@pytest.mark.parametrize(
    ("given", "kept", "https"),
    [
        ("https://parcours.example/", "https://parcours.example", True),
        ("https://exemple.fr/outils/parcours/", "https://exemple.fr/outils/parcours", True),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000", False),
        ("http://localhost:5000/", "http://localhost:5000", False),
    ],
)
def test_public_address(environment: pytest.MonkeyPatch, given: str, kept: str, https: bool) -> None:
    environment.setenv("PARCOURS_PUBLIC_URL", given)

    settings = load_settings()

    assert (settings.public_url, settings.is_https) == (kept, https)


def test_private_hosts_are_a_list_with_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PARCOURS_PRIVATE_HOSTS", " moodle.interne , LRS.interne,,")

    assert load_settings().private_hosts == {"moodle.interne", "lrs.interne"}


def test_an_override_wins_over_the_environment() -> None:
    assert load_settings(public_url="http://localhost:8080").public_url == "http://localhost:8080"


def test_settings_cannot_change_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().allow_loopback = True  # type: ignore[misc]  # what is being tested


def test_every_setting_has_its_description() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
