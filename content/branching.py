"""Does a scenario lead somewhere? Every step is reached, none comes back, the right paths are paths."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from content.findings import Finding
from content.formats.scenario import ScenarioItem, Step
from content.item import Item


def scenario_findings(item: Item) -> Iterator[Finding]:
    """Nothing for another format."""
    if not isinstance(item, ScenarioItem):
        return
    steps = {step.id: step for step in item.data.steps}
    yield from _repeated(item, steps)
    lost = list(_lost(item, steps))
    yield from lost
    if lost:
        return
    if circle := _circle(steps):
        first = list(steps).index(circle[0])
        message = f"Ces étapes tournent en rond : {' → '.join(circle)}. Un cas doit toujours finir."
        yield Finding(f"donnees.etapes.{first}", message)
        return
    yield from _unreached(item, steps)
    for index, path in enumerate(item.check.expected):
        if sentence := _wrong_path(item, steps, path):
            yield Finding(f"controle.attendu.{index}", sentence)


def _repeated(item: ScenarioItem, steps: dict[str, Step]) -> Iterator[Finding]:
    if len(steps) != len(item.data.steps):
        yield Finding("donnees.etapes", "Deux étapes ont le même identifiant : changez-en un.")
    for index, step in enumerate(item.data.steps):
        if len({decision.id for decision in step.decisions}) != len(step.decisions):
            yield Finding(
                f"donnees.etapes.{index}.choix", "Deux choix ont le même identifiant : changez-en un."
            )


def _lost(item: ScenarioItem, steps: dict[str, Step]) -> Iterator[Finding]:
    for index, step in enumerate(item.data.steps):
        for place, decision in enumerate(step.decisions):
            if decision.then is not None and decision.then not in steps:
                key = f"donnees.etapes.{index}.choix.{place}.suite"
                yield Finding(
                    key, f"L'étape « {decision.then} » n'existe pas : corrigez ce nom ou ajoutez-la."
                )


def _circle(steps: dict[str, Step]) -> list[str] | None:
    graph = {step.id: [d.then for d in step.decisions if d.then is not None] for step in steps.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return None


def _unreached(item: ScenarioItem, steps: dict[str, Step]) -> Iterator[Finding]:
    reached: set[str] = set()
    waiting = [item.data.steps[0].id]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [decision.then for decision in steps[name].decisions if decision.then is not None]
    for index, step in enumerate(item.data.steps):
        if step.id not in reached:
            message = f"Aucun choix ne mène à l'étape « {step.id} » : reliez-la ou retirez-la."
            yield Finding(f"donnees.etapes.{index}", message)


def _wrong_path(item: ScenarioItem, steps: dict[str, Step], path: tuple[str, ...]) -> str | None:
    at: str | None = item.data.steps[0].id
    for name in path:
        if at is None:
            return f"Le cas est déjà fini avant « {name} » : raccourcissez ce chemin."
        decision = next((one for one in steps[at].decisions if one.id == name), None)
        if decision is None:
            return f"L'étape « {at} » n'a pas de choix « {name} » : corrigez ce chemin."
        at = decision.then
    return f"Ce chemin s'arrête à l'étape « {at} » : continuez jusqu'à la fin du cas." if at else None
