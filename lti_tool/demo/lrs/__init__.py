"""A small, strict learning record store: the Statement resource of xAPI 1.0.3 over SQLite.

`create_lrs(LrsConfig(...))` gives a Flask application. `grammar` and its neighbours refuse what a conformant
LRS refuses, `records` stores, `statements` speaks HTTP, `sentences` reads aloud in French, `faults` breaks
things on demand. What must not live here: anything imported from the tool or from `xapi`, on purpose: this is
a second reading of the specification, not a mirror of ours.
"""

from lti_tool.demo.lrs.app import create_lrs
from lti_tool.demo.lrs.config import FaultRates, LrsConfig

__all__ = ["FaultRates", "LrsConfig", "create_lrs"]
