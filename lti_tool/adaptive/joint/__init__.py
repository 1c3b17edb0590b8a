"""The `joint` engine: one model of the whole person, so that an answer also informs neighbour topics.

Here: the curves of the items, the tree of the framework as a prior, exact inference on a grid, the
reported scores, the choice of the next item and its limits (exposure, balance), the reasons to stop.
Not here: what every engine shares (`adaptive.model`), synthetic learners (`adaptive.simulation`).
"""
