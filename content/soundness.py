"""What an item promises and cannot keep, found before anybody is asked it: loading refuses these items.

A scenario that never ends, parameters that need each other, an expression that fails for some draws, an
algorithm that is not right, files that are too big. Cheap on purpose, since every start goes through it:
`content check` draws many more times, and builds the files.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from content.algorithms import AlgorithmError, read_instruction, run
from content.expressions import ExpressionError, names_in
from content.findings import Finding
from content.item import Format, Item
from content.variants import realise
from content.variants.drawing import ParameterError
from content.weight import weight_findings

SEEDS = 20
SEEDS_OF_TABLES = 4  # hundreds of cells each


def unsound(item: Item) -> Iterator[Finding]:
    """Why this item must not be served; nothing when it may."""
    yield from _hint_findings(item)
    if item.format is Format.SCENARIO:
        yield from _scenario_findings(item)
    tables = any(parameter.table is not None for parameter in item.parameters.values())
    seeds = (SEEDS_OF_TABLES if tables else SEEDS) if item.parameters else 1
    for seed in range(seeds):
        broken = list(_variant_findings(item, seed.to_bytes(4, "big")))
        if broken:
            yield from broken
            return


def _variant_findings(item: Item, seed: bytes) -> Iterator[Finding]:
    try:
        concrete = realise(item, seed)
    except ParameterError as error:
        yield Finding(f"parametres.{error.name}", error.sentence)
        return
    except ExpressionError as error:
        yield Finding("parametres", f"Une expression échoue pour certains tirages : {error.sentence}")
        return
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        yield Finding(
            "parametres", f"Pour certains tirages, une valeur ne convient pas à sa place ({place})."
        )
        return
    if item.format is Format.BLOCKS:
        yield from _algorithm_findings(concrete)
    if item.format is Format.FILE:
        yield from weight_findings(concrete)


def _hint_findings(item: Item) -> Iterator[Finding]:
    known = {*item.parameters, "reponse", "attendu"}
    for index, hint in enumerate(item.feedback.hints):
        if hint.when is None:
            continue
        try:
            unknown = names_in(hint.when) - known
        except ExpressionError as error:
            yield Finding(f"retour.indices.{index}.si", error.sentence)
            continue
        if unknown:
            yield Finding(f"retour.indices.{index}.si", f"« {min(unknown)} » n'est pas un paramètre.")


def _scenario_findings(item: Item) -> Iterator[Finding]:
    steps = {step.id: place for place, step in enumerate(item.data.steps)}
    if len(steps) != len(item.data.steps):
        yield Finding("donnees.etapes", "Deux étapes ont le même identifiant : changez-en un.")
        return
    found = False
    for place, step in enumerate(item.data.steps):
        ids = [decision.id for decision in step.decisions]
        if len(set(ids)) != len(ids):
            found = True
            yield Finding(
                f"donnees.etapes.{place}.choix", "Deux choix de cette étape ont le même identifiant."
            )
        for number, decision in enumerate(step.decisions):
            if decision.then is not None and decision.then not in steps:
                found = True
                key = f"donnees.etapes.{place}.choix.{number}.suite"
                yield Finding(key, f"L'étape « {decision.then} » n'existe pas : corrigez « suite ».")
    if found:
        return
    if circle := _circle(item):
        message = f"Ce scénario peut tourner sans fin : {' → '.join(circle)}. Retirez une « suite »."
        yield Finding(f"donnees.etapes.{steps[circle[0]]}", message)
        return
    yield from _path_findings(item)


def _circle(item: Item) -> tuple[str, ...]:
    """The steps of a circle, the first one again at the end; empty when every path ends."""
    following = {
        step.id: [one.then for one in step.decisions if one.then is not None] for step in item.data.steps
    }
    safe: set[str] = set()

    def visit(step: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if step in above:
            return (*above[above.index(step) :], step)
        for other in () if step in safe else following[step]:
            if circle := visit(other, (*above, step)):
                return circle
        safe.add(step)
        return ()

    return next((circle for step in following if (circle := visit(step, ()))), ())


def _path_findings(item: Item) -> Iterator[Finding]:
    """Each right path must lead from the first step to an end."""
    steps = {step.id: step for step in item.data.steps}
    for number, path in enumerate(item.check.expected):
        step = item.data.steps[0]
        for at, id_ in enumerate(path):
            decision = next((one for one in step.decisions if one.id == id_), None)
            if decision is None:
                yield Finding(
                    f"controle.attendu.{number}", f"« {id_} » n'est pas un choix de l'étape « {step.id} »."
                )
                break
            is_last = at == len(path) - 1
            if (decision.then is None) is not is_last:
                message = (
                    "Ce chemin ne va pas jusqu'à une fin." if is_last else f"« {id_} » finit le scénario."
                )
                yield Finding(f"controle.attendu.{number}", message)
                break
            step = steps[decision.then] if decision.then else step


def _algorithm_findings(item: Item) -> Iterator[Finding]:
    lines = {block.id: block.instruction for block in item.data.blocks}
    if len(lines) != len(item.data.blocks):
        yield Finding("donnees.blocs", "Deux blocs ont le même identifiant : changez-en un.")
        return
    for place, block in enumerate(item.data.blocks):
        try:
            read_instruction(block.instruction)
        except AlgorithmError as error:
            yield Finding(f"donnees.blocs.{place}.fait", error.sentence)
            return
    expected = item.check.expected
    if set(expected) - set(lines) or len(set(expected)) != len(expected):
        yield Finding("controle.attendu", "Écrivez des identifiants de « blocs », chacun une fois.")
        return
    for place, trial in enumerate(item.check.trials):
        key = f"controle.essais.{place}"
        try:
            shown = run([lines[id_] for id_ in expected], trial.inputs)
        except AlgorithmError as error:
            yield Finding(key, f"La solution échoue sur cet essai : {error.sentence}")
            continue
        if trial.output is not None and shown != list(trial.output):
            yield Finding(key, f"La solution affiche {shown} sur cet essai, pas « sortie ».")
