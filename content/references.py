"""What must hold between files: unique ids, and names that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from content.files import FrameworkFile, ItemsFile, PathwayFile
from content.model import Item
from content.problems import Problem, Severity
from content.sources import Document

Framework = tuple[FrameworkFile, Document]
Pathways = Sequence[tuple[PathwayFile, Document]]
Items = Sequence[tuple[ItemsFile, Document]]


def reference_problems(framework: Framework, pathways: Pathways, items: Items) -> Iterator[Problem]:
    """Every reference that leads nowhere and every id used twice."""
    yield from _framework_problems(*framework)
    yield from _duplicates(_framework_ids(*framework))
    yield from _duplicates(_item_ids(items))
    yield from _duplicates((f"parcours {entry.pathway.id}", at, "parcours.id") for entry, at in pathways)
    yield from _duplicates(
        (f"acquis métier {skill.id}", at, f"parcours.acquis_metier.{index}.id")
        for entry, at in pathways
        for index, skill in enumerate(entry.pathway.craft_skills)
    )
    content = framework[0]
    for entry, at in items:
        for index, item in enumerate(entry.items):
            yield from _item_problems(item, at, f"epreuves.{index}", content)
    crafts = {skill.id: skill.topic for entry, _ in pathways for skill in entry.pathway.craft_skills}
    for entry, at in items:
        for index, item in enumerate(entry.items):
            if item.craft is not None and crafts.get(item.craft) != item.topic:
                message = (
                    f"Aucun parcours n'a d'acquis métier « {item.craft} » pour le sujet « {item.topic} »."
                )
                yield _error(at, f"epreuves.{index}.metier", message, item.id)
    for pathway, at in pathways:
        yield from _pathway_problems(pathway, at, content)


def _error(at: Document, key: str, message: str, item: str | None = None) -> Problem:
    return Problem(at.file, at.lines.get(key), Severity.ERROR, message, item, key)


def _framework_ids(content: FrameworkFile, at: Document) -> Iterator[tuple[str, Document, str]]:
    groups = {
        "domaines": [domain.id for domain in content.domains],
        "competences": [competence.id for competence in content.competences],
        "sujets": [topic.id for topic in content.topics],
    }
    for name, ids in groups.items():
        for index, id_ in enumerate(ids):
            yield f"{name} {id_}", at, f"{name}.{index}.id"


def _item_ids(items: Items) -> Iterator[tuple[str, Document, str]]:
    for entry, at in items:
        for index, item in enumerate(entry.items):
            yield item.id, at, f"epreuves.{index}.id"


def _duplicates(ids: Iterable[tuple[str, Document, str]]) -> Iterator[Problem]:
    seen: dict[str, tuple[Document, str]] = {}
    for name, at, key in ids:
        if name in seen:
            first, first_key = seen[name]
            where = f"{first.file}, ligne {first.lines[first_key]}"
            shown = name.rpartition(" ")[2]
            yield _error(
                at, key, f"L'identifiant « {shown} » existe déjà ({where}) : choisissez-en un autre."
            )
        else:
            seen[name] = (at, key)


def _framework_problems(content: FrameworkFile, at: Document) -> Iterator[Problem]:
    domains = {domain.id for domain in content.domains}
    competences = {competence.id for competence in content.competences}
    for index, competence in enumerate(content.competences):
        if competence.domain_id not in domains:
            message = (
                f"Le domaine « {competence.domain_id} » n'existe pas : ajoutez-le ou corrigez ce numéro."
            )
            yield _error(at, f"competences.{index}.id", message)
        for number in competence.digcomp:
            if number not in content.digcomp or competence.id not in content.digcomp[number].crcn:
                message = f"La table « digcomp » ne relie pas {number} à {competence.id} : accordez les deux."
                yield _error(at, f"competences.{index}.digcomp", message)
    for index, topic in enumerate(content.topics):
        if topic.competence not in competences:
            message = f"La compétence « {topic.competence} » n'existe pas : corrigez ce numéro."
            yield _error(at, f"sujets.{index}.competence", message)


def _item_problems(item: Item, at: Document, key: str, content: FrameworkFile) -> Iterator[Problem]:
    topics = {topic.id: topic for topic in content.topics}
    name, _, level = item.skill.rpartition(".")
    topic = topics.get(name)
    if topic is None or not level.isdigit() or int(level) not in topic.levels:
        message = (
            f"L'acquis « {item.skill} » n'existe pas dans le référentiel : corrigez le sujet ou le niveau."
        )
        yield _error(at, f"{key}.acquis", message, item.id)
        return
    if item.id.rpartition("-")[0] != f"{name}-{level}":
        message = f"Pour l'acquis « {item.skill} », l'identifiant doit commencer par « {name}-{level}- »."
        yield _error(at, f"{key}.id", message, item.id)
    home = f"items/{topic.competence}/{topic.id}.yaml"
    if at.file != home:
        yield _error(at, f"{key}.acquis", f"Déplacez cette épreuve dans le fichier « {home} ».", item.id)


def _pathway_problems(entry: PathwayFile, at: Document, content: FrameworkFile) -> Iterator[Problem]:
    topics = {topic.id: topic for topic in content.topics}
    for name, cap in entry.pathway.targets.items():
        key = f"parcours.cibles.{name}"
        topic = topics.get(name)
        if topic is None:
            yield _error(at, key, f"Le sujet « {name} » n'existe pas dans le référentiel : corrigez son nom.")
        elif cap not in topic.levels:
            known = ", ".join(str(level) for level in sorted(topic.levels))
            yield _error(at, key, f"Le sujet « {name} » n'a pas de niveau {cap} (niveaux : {known}).")
    for index, skill in enumerate(entry.pathway.craft_skills):
        topic = topics.get(skill.topic)
        if topic is None or skill.level not in topic.levels:
            message = f"L'acquis « {skill.topic}.{skill.level} » n'existe pas dans le référentiel."
            yield _error(at, f"parcours.acquis_metier.{index}.sujet", message)
    if at.file != f"parcours/{entry.pathway.id}.yaml":
        yield _error(at, "parcours.id", f"Nommez ce fichier « {entry.pathway.id}.yaml », comme le parcours.")
