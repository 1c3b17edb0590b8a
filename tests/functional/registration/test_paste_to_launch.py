"""From the paste of one address to the first launch, in a real Chromium, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lti_tool.admin import access
from lti_tool.clock import utc_now
from lti_tool.platforms import approval, invitations
from lti_tool.platforms.services import list_platforms
from lti_tool.security import Vault
from tests.functional.conftest import Installation
from tests.functional.learner.test_journey import log_in, open_activity, own_sizes

ADMIN, LEARNER = 2, 4
PageAt = Callable[..., Page]
Shoot = Callable[[Page, str], Path]


def invitation(installation: Installation) -> str:
    with installation.database.begin() as session:
        return invitations.invite(
            session,
            "Moodle de la collectivité",
            public_url=installation.settings.public_url,
            life=timedelta(days=7),
            with_names=False,
            now=utc_now(),
        ).link


def enter_administration(page: Page, installation: Installation) -> None:
    vault = Vault(installation.settings.secret_key.get_secret_value())
    with installation.database.begin() as session:
        key = access.make_link(session, vault, timedelta(minutes=5), utc_now())
    page.goto(f"{installation.settings.public_url}/admin/entrer?cle={key}")
    page.get_by_role("button", name="Entrer").click()
    expect(page.locator("h1")).to_have_text("Plateformes")


def paste(page: Page, installation: Installation, link: str) -> None:
    """What the administrator of the LMS does."""
    log_in(page, installation, ADMIN)
    page.goto(f"{installation.lms.url}/outils")
    page.get_by_label("Adresse de l’outil").fill(link)
    page.get_by_role("button", name="Ajouter un outil LTI Advantage").click()


@pytest.mark.parametrize("width", [1280, 375])
def test_paste_register_approve_activate_launch(
    installation: Installation, page_at: PageAt, screenshot: Shoot, width: int
) -> None:
    page = page_at(width)
    paste(page, installation, invitation(installation))
    frame = page.frame_locator("#registration")
    expect(frame.locator("h1")).to_have_text("L’outil est inscrit sur la plateforme")
    expect(frame.locator("[data-alone]")).to_be_hidden()
    screenshot(page, f"registered-{width}")
    assert own_sizes(page) <= 0
    frame.get_by_role("button", name="Terminer").click()  # posts org.imsglobal.lti.close

    page.wait_for_url("**/outils")
    card = page.locator("[data-client]")
    expect(card).to_contain_text("En attente")
    expect(card).to_contain_text("ne reçoit ni nom ni adresse électronique")
    client_id = card.get_attribute("data-client")
    page.get_by_role("button", name="Activer").click()
    expect(page.locator("[data-client]")).to_contain_text("Actif")
    screenshot(page, f"lms-tools-{width}")

    refused = open_activity(page, installation, LEARNER)
    expect(refused.locator("h1")).to_have_text("L’inscription de votre plateforme n’est pas active")

    desk = page_at(width)
    enter_administration(desk, installation)
    screenshot(desk, f"admin-home-{width}")
    assert own_sizes(desk) <= 0
    desk.get_by_role("button", name="Approuver").click()
    expect(desk.locator("main")).to_contain_text("En service")
    screenshot(desk, f"admin-platform-{width}")
    assert own_sizes(desk) <= 0

    launched = open_activity(page, installation, LEARNER)
    expect(launched.locator("main form button").first).to_have_text("Commencer")
    with installation.database.begin() as session:
        (row,) = [one for one in list_platforms(session) if one.client_id == client_id]
    assert row.is_active
    assert (row.issuer, row.name) == (installation.lms.url, "Moodle de la collectivité")


def test_a_second_paste_updates_the_registration(installation: Installation, page_at: PageAt) -> None:
    """As Moodle: the domain is known, the administrator chooses « update », nothing is left to approve."""
    page = page_at(1280)
    paste(page, installation, invitation(installation))
    page.frame_locator("#registration").get_by_role("button", name="Terminer").click()
    page.wait_for_url("**/outils")
    client_id = page.locator("[data-client]").get_attribute("data-client")
    with installation.database.begin() as session:
        approval.approve(session, approval.choose_platform(session, str(client_id)))

    paste(page, installation, invitation(installation))
    page.get_by_role("button", name="Mettre à jour").click()

    frame = page.frame_locator("#registration")
    expect(frame.locator(".lead")).to_have_text("L’inscription est à jour, et active de notre côté.")
    frame.get_by_role("button", name="Terminer").click()
    page.wait_for_url("**/outils")
    assert page.locator("[data-client]").count() == 1
    with installation.database.begin() as session:
        assert len(list_platforms(session)) == 2  # the one by hand, and this one


def test_the_page_closes_by_itself_unless_one_stays(installation: Installation, page_at: PageAt) -> None:
    page = page_at(1280)
    page.clock.install()
    paste(page, installation, invitation(installation))
    frame = page.frame_locator("#registration")
    frame.get_by_role("button", name="Garder cette page ouverte").click()
    page.clock.fast_forward(60_000)
    expect(frame.locator("h1")).to_have_text("L’outil est inscrit sur la plateforme")
    frame.get_by_role("button", name="Terminer").click()
    page.wait_for_url("**/outils")

    paste(page, installation, invitation(installation))
    page.get_by_role("button", name="Ajouter comme un nouvel outil").click()
    expect(frame.locator("[data-countdown]")).to_be_visible()
    page.clock.fast_forward(60_000)
    page.wait_for_url("**/outils")
    assert page.locator("[data-client]").count() == 2


def test_the_diagnosis_of_a_platform_that_is_well(
    installation: Installation, page_at: PageAt, screenshot: Shoot
) -> None:
    """All the addresses are real; only those that loopback cannot satisfy are said."""
    for width in (1280, 375):
        page = page_at(width)
        enter_administration(page, installation)
        page.get_by_role("link", name="Espace de formation").click()
        page.get_by_role("button", name="Lancer le diagnostic").click()
        expect(page.locator("h1")).to_have_text("Diagnostic")
        screenshot(page, f"admin-diagnostic-{width}")
        assert own_sizes(page) <= 0
        for title in ("Clés publiques de l’outil, lues de l’extérieur", "envoi des notes"):
            expect(page.locator(".findings > li").filter(has_text=title)).to_contain_text("Correct")


@pytest.mark.parametrize("width", [1280, 375])
def test_every_admin_page_fits(
    installation: Installation, page_at: PageAt, screenshot: Shoot, width: int
) -> None:
    page = page_at(width)
    enter_administration(page, installation)
    for path in ("plateformes/nouvelle", "invitations", "files", "cles", "sante"):
        page.goto(f"{installation.settings.public_url}/admin/{path}")
        screenshot(page, f"admin-{path.replace('/', '-')}-{width}")
        assert own_sizes(page) <= 0, path
    page.goto(f"{installation.settings.public_url}/admin/invitations")
    page.get_by_label("Nom de la plateforme").fill("Moodle de la collectivité")
    page.get_by_role("button", name="Créer l’invitation").click()
    expect(page.get_by_label("Lien d’invitation")).to_have_value(
        re.compile(r"/lti/register\?invitation=.{43}$")
    )
    screenshot(page, f"admin-invited-{width}")
