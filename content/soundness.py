"""What an item promises and cannot keep, besides what `content.drawn` and `content.branching` see.

An algorithm that is not right, files that are too big. Cheap on purpose, since every start goes through it.
"""

from __future__ import annotations

from collections.abc import Iterator

from content.algorithms import AlgorithmError, read_instruction, run
from content.findings import Finding
from content.item import Format, Item
from content.variants import realise
from content.variants.seeds import numbered
from content.weight import weight_findings


def unsound(item: Item) -> Iterator[Finding]:
    """Why this item, which can be drawn, must not be served; nothing when it may. One draw is looked at."""
    if item.format is Format.BLOCKS:
        yield from _algorithm_findings(realise(item, numbered(0)))
    if item.format is Format.FILE:
        yield from weight_findings(realise(item, numbered(0)))


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
