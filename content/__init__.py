"""French pedagogy as files, and the thin English code that loads and checks them.

Here live the framework (`referentiel.yaml`), the pathways (`parcours/`), the items (`items/`) and the
pydantic models that read them. What must not live here: the web, the database, LTI, xAPI, marking.
Nothing is read at import; call `load()`.
"""

from content.checks import check
from content.coverage import Coverage, coverage
from content.errors import ContentError, InvalidContentError, MissingContentError
from content.loader import load
from content.model import (
    Catalogue,
    Competence,
    Domain,
    Feedback,
    Format,
    Hint,
    Item,
    Option,
    Pathway,
    Skill,
    Source,
    Status,
    Topic,
    Tutorial,
)
from content.problems import Problem, Severity, format_problems

__all__ = [
    "Catalogue",
    "Competence",
    "ContentError",
    "Coverage",
    "Domain",
    "Feedback",
    "Format",
    "Hint",
    "InvalidContentError",
    "Item",
    "MissingContentError",
    "Option",
    "Pathway",
    "Problem",
    "Severity",
    "Skill",
    "Source",
    "Status",
    "Topic",
    "Tutorial",
    "check",
    "coverage",
    "format_problems",
    "load",
]
