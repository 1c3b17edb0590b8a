"""Variants: from an item with parameters and a seed to a concrete item, always the same for that seed.

Here: how values are drawn and put in place of `{{…}}`. Not here: who gets which seed's secret (the
caller has it), marking, files.
"""

from content.variants.drawing import draw
from content.variants.realising import blank, realise, realise_with, without_unkept
from content.variants.seeds import seed_for

__all__ = ["blank", "draw", "realise", "realise_with", "seed_for", "without_unkept"]
