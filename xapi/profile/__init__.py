"""Our xAPI profile (ADL xAPI Profiles 1.0): the document, and what holds a statement against it.

What lives here: the concepts, templates and patterns as data derived from `xapi.vocabulary`
(`concepts`, `templates`, `patterns`, `document`), and a checker that reads any such data (`paths`,
`rules`, `matching`). What must not: a rule that a consumer cannot read in the published document.

`xapi/profile.jsonld` is the document of an installation at https://parcours.example; rewrite it with
`python -m xapi.profile` after a change here. A published IRI never changes its meaning: add another.
"""

from xapi.profile.document import EXAMPLE_BASE, FILE, document
from xapi.profile.matching import Profile, profile_of

__all__ = ["EXAMPLE_BASE", "FILE", "Profile", "document", "profile_of"]
