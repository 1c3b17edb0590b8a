"""Reads the YAML files into a `Catalogue`, and reports every mistake at once with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from content.advice import problems_of
from content.errors import InvalidContentError, MissingContentError
from content.files import CalibrationFile, FrameworkFile, ItemsFile, PathwayFile
from content.model import Catalogue, Model, Skill, Source, Topic
from content.problems import Problem, Severity
from content.references import reference_problems
from content.refusals import refusals
from content.sources import Document, read_yaml

FRAMEWORK = "referentiel.yaml"
PATHWAYS = "parcours"
ITEMS = "items"
CALIBRATIONS = "calibrages"

FileModel = TypeVar("FileModel", bound=Model)


@dataclass
class _Reading:
    """What has been read so far, and what went wrong."""

    problems: list[Problem] = field(default_factory=list)
    framework: tuple[FrameworkFile, Document] | None = None
    pathways: list[tuple[PathwayFile, Document]] = field(default_factory=list)
    items: list[tuple[ItemsFile, Document]] = field(default_factory=list)
    calibrations: dict[str, tuple[CalibrationFile, Document]] = field(default_factory=dict)


def load(root: Path | None = None) -> Catalogue:
    """Read the framework, the pathways and the items.

    Args:
        root: a folder laid out like this package (`referentiel.yaml`, `parcours/`, `items/<competence>/`);
            by default, the content shipped with the package. `calibrages/` may be missing.

    Raises:
        MissingContentError: `referentiel.yaml` is not there.
        InvalidContentError: some files break the format or refer to what does not exist; its `problems`
            lists all of them. A file that cannot be read hides the references made to it.
    """
    top: Traversable = files("content") if root is None else root
    if not top.joinpath(FRAMEWORK).is_file():
        where = "Placez ici le référentiel : sans lui, aucun contenu ne peut être lu."
        raise MissingContentError([Problem(FRAMEWORK, None, Severity.ERROR, where)])
    reading = _read_all(top)
    if reading.problems or reading.framework is None:
        raise InvalidContentError(reading.problems)
    problems = list(reference_problems(reading.framework, reading.pathways, reading.items))
    problems += refusals(reading.items)
    if problems:
        raise InvalidContentError(problems)
    return _assemble(reading, reading.framework)


def _read_all(top: Traversable) -> _Reading:
    reading = _Reading()
    reading.framework = _read(top.joinpath(FRAMEWORK), FRAMEWORK, FrameworkFile, reading.problems)
    for path, file in _yaml_files(top.joinpath(PATHWAYS), PATHWAYS, reading.problems):
        if pathway := _read(path, file, PathwayFile, reading.problems):
            reading.pathways.append(pathway)
    for path, file in _yaml_files(top.joinpath(ITEMS), ITEMS, reading.problems):
        if items := _read(path, file, ItemsFile, reading.problems):
            reading.items.append(items)
    for path, file in _yaml_files(top.joinpath(CALIBRATIONS), CALIBRATIONS, reading.problems):
        if calibration := _read(path, file, CalibrationFile, reading.problems):
            reading.calibrations[path.name.removesuffix(".yaml")] = calibration
    return reading


def _yaml_files(
    folder: Traversable, label: str, problems: list[Problem]
) -> Iterator[tuple[Traversable, str]]:
    """Every file below a folder, in the order of names; one of another kind would be ignored in silence."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        file = f"{label}/{path.name}"
        if path.name.startswith((".", "__")):
            continue
        if path.is_dir():
            yield from _yaml_files(path, file, problems)
        elif path.name.endswith(".yaml"):
            yield path, file
        else:
            advice = "Renommez ce fichier en « .yaml » ou déplacez-le : il ne serait pas lu."
            problems.append(Problem(file, None, Severity.ERROR, advice))


def _read(
    path: Traversable, file: str, model: type[FileModel], problems: list[Problem]
) -> tuple[FileModel, Document] | None:
    document = read_yaml(path, file)
    if isinstance(document, Problem):
        problems.append(document)
        return None
    try:
        return model.model_validate(document.values), document
    except ValidationError as error:
        problems.extend(problems_of(error, document, model))
        return None


def _assemble(reading: _Reading, framework: tuple[FrameworkFile, Document]) -> Catalogue:
    content, document = framework
    return Catalogue(
        domains={domain.id: domain for domain in content.domains},
        competences={competence.id: competence for competence in content.competences},
        topics={topic.id: topic for topic in content.topics},
        skills={skill.id: skill for topic in content.topics for skill in _skills(topic)},
        items={item.id: item for entry, _ in reading.items for item in entry.items},
        pathways={entry.pathway.id: entry.pathway for entry, _ in reading.pathways},
        calibrations={name: entry.calibration for name, (entry, _) in reading.calibrations.items()},
        sources=_sources(reading, content, document),
    )


def _skills(topic: Topic) -> Iterator[Skill]:
    for level, statement in sorted(topic.levels.items()):
        yield Skill(id=f"{topic.id}.{level}", topic=topic.id, level=level, statement=statement)


def _sources(reading: _Reading, framework: FrameworkFile, document: Document) -> dict[str, Source]:
    sources = {
        f"sujet:{topic.id}": _source(document, f"sujets.{index}")
        for index, topic in enumerate(framework.topics)
    }
    for name, (_, place) in reading.calibrations.items():
        sources[f"calibrage:{name}"] = _source(place, "calibrage")
    for pathway, place in reading.pathways:
        sources[f"parcours:{pathway.pathway.id}"] = _source(place, "parcours")
    for entry, place in reading.items:
        for index, item in enumerate(entry.items):
            sources[item.id] = _source(place, f"epreuves.{index}")
    return sources


def _source(document: Document, prefix: str) -> Source:
    """The lines below a key path, the prefix itself becoming the top."""
    below = f"{prefix}."
    lines = {
        path.removeprefix(below): line for path, line in document.lines.items() if path.startswith(below)
    }
    return Source(file=document.file, lines={"": document.lines[prefix], **lines})
