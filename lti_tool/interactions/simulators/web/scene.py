"""What an author writes for a `navigateur` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from lti_tool.interactions.simulators.question import Question, asked
from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import State
from lti_tool.interactions.simulators.web.search import host_of

ACCEPT, REFUSE, CUSTOMISE = "accepter", "refuser", "personnaliser"
Button = Literal["accepter", "refuser", "personnaliser"]


class Tracker(SceneModel):
    """What the banner asks for. A necessary one cannot be refused; `coche`: ticked beforehand."""

    id: ObjectId
    titre: str
    necessaire: bool = False
    coche: bool = True


class Banner(SceneModel):
    """The consent banner of a site: its buttons in the order of the page, and what it asks for."""

    texte: str
    boutons: tuple[Button, ...] = (ACCEPT, CUSTOMISE, REFUSE)  # type: ignore[assignment]  # the three of them
    traceurs: tuple[Tracker, ...] = Field(min_length=1)


class Site(SceneModel):
    """What the security panel tells of a site, and its banner."""

    id: ObjectId
    domaine: str
    titulaire: str = ""
    chiffre: bool = True
    alerte: str = ""
    bandeau: Banner | None = None

    @field_validator("domaine")
    @classmethod
    def _reserved(cls, domain: str) -> str:
        if not domain.endswith(".example") or host_of(domain) != domain:
            raise ValueError("un domaine en « .example », sans www.")
        return domain


class Link(SceneModel):
    """A link to another page of the scene."""

    id: ObjectId
    texte: str
    vers: ObjectId


class Download(SceneModel):
    """A file that a page offers. `taille` is in kilobytes."""

    id: ObjectId
    nom: str
    taille: int = Field(200, ge=0)


class Page(SceneModel):
    """A page; the search engine knows only those that have a result."""

    id: ObjectId
    site: ObjectId
    adresse: str  # with its scheme and its path
    titre: str
    texte: str = ""
    liens: tuple[Link, ...] = ()
    fichiers: tuple[Download, ...] = ()


class Result(SceneModel):
    """A result of the search engine. `mots`: other words that find it."""

    id: ObjectId
    page: ObjectId
    annonce: bool = False
    titre: str = ""
    resume: str = ""
    mots: str = ""
    type: str = "page"
    annee: int = 2026


class BrowserScene(SceneModel):
    """The `donnees` of a `navigateur` item.

    `ouvertes`: the pages open at the start, one tab each; `avant`: what the first tab showed before, oldest
    first.
    """

    titre: str = "Navigateur"
    moteur: str = "Recherche"
    sites: tuple[Site, ...] = Field(min_length=1)
    pages: tuple[Page, ...] = Field(min_length=1, max_length=30)
    resultats: tuple[Result, ...] = Field((), max_length=30)
    ouvertes: tuple[ObjectId, ...] = Field((), max_length=6)
    avant: tuple[ObjectId, ...] = Field((), max_length=6)
    favoris: tuple[ObjectId, ...] = ()
    donner: str = ""  # the button that hands over the page shown, in the author's words
    question: Question | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        sites = {one.id: one.domaine for one in self.sites}
        pages = {one.id for one in self.pages}
        named = [link.vers for one in self.pages for link in one.liens]
        named += [one.page for one in self.resultats] + [*self.ouvertes, *self.avant, *self.favoris]
        if lost := sorted(set(named) - pages):
            raise ValueError(f"Ces pages n’existent pas : {', '.join(lost)}.")
        for one in self.pages:
            host, domain = host_of(one.adresse), sites.get(one.site)
            if domain is None or not (host == domain or host.endswith(f".{domain}")):
                raise ValueError(f"« {one.adresse} » n’est pas une adresse de son site.")
        return self


def first_state(scene: Mapping[str, object]) -> State:
    """The browser before the first action. Raises pydantic's `ValidationError`."""
    data = BrowserScene.model_validate(scene)
    pages = {one.id: one for one in data.pages}
    opened = [visit("page", page) for page in data.ouvertes] or [visit("moteur")]
    tabs = {f"o{number}": {"visites": [one], "place": 0} for number, one in enumerate(opened, 1)}
    before = [visit("page", page) for page in data.avant]
    tabs["o1"] = {"visites": [*before, opened[0]], "place": len(before)}
    seen = {*data.ouvertes, *data.avant}
    return {
        "titre": data.titre,
        "moteur": data.moteur,
        "sites": {one.id: _site(one) for one in data.sites},
        "pages": {key: _page(one, seen=key in seen) for key, one in pages.items()},
        "resultats": {one.id: _result(one, pages[one.page]) for one in data.resultats},
        "onglets": tabs,
        "onglet": "o1",
        "faits": len(tabs),  # how many tabs there ever were
        "page": data.ouvertes[0] if data.ouvertes else "",
        "derniere_recherche": "",
        "derniere_periode": "",
        "favoris": list(data.favoris),
        "donner": data.donner,
        "donnee": "",
        **asked(data.question),
    }


def visit(kind: str, page: str = "", text: str = "", since: str = "") -> dict[str, object]:
    """What a tab shows: `moteur`, `recherche` (of `texte`), `page`, `inconnue` (an address of nobody)."""
    return {"sorte": kind, "page": page, "texte": text, "depuis": since}


def _site(one: Site) -> dict[str, object]:
    banner = one.bandeau
    kept = one.model_dump(exclude={"id", "bandeau"})
    if banner is None:
        return kept | {"bandeau": {}, "traceurs": {}, "consentement": ""}
    trackers = {
        each.id: each.model_dump(exclude={"id"}) | {"accepte": each.necessaire} for each in banner.traceurs
    }
    shown = {"texte": banner.texte, "boutons": list(banner.boutons)}
    return kept | {"bandeau": shown, "traceurs": trackers, "consentement": ""}


def _page(one: Page, *, seen: bool) -> dict[str, object]:
    links = {each.id: {"texte": each.texte, "vers": each.vers, "vu": False} for each in one.liens}
    files = {each.id: {"nom": each.nom, "taille": each.taille, "telecharge": False} for each in one.fichiers}
    kept = one.model_dump(exclude={"id", "liens", "fichiers"})
    return kept | {"liens": links, "fichiers": files, "vue": seen, "securite_vue": False, "cherche": ""}


def _result(one: Result, page: Page) -> dict[str, object]:
    kept = one.model_dump(exclude={"id"})
    return kept | {"titre": one.titre or page.titre, "adresse": page.adresse}
