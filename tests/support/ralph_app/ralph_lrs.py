"""Ralph as the tests run it; executed by Ralph's own Python (`.ralph`), never imported by ours.

In 5.1.0 the file backend has two faults that would hide what we want to see: it opens its file to
create it, so a second write fails; and it compares IRI objects with strings, so a query by verb or by
activity finds nothing. Both are put right in a subclass; the rest is Ralph as published.
"""

from ralph.api import app
from ralph.api.routers import statements
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

__all__ = ["app"]


class WorkingFileBackend(FSLRSBackend):
    """The file backend, which appends and which reads the IRIs of a query as text."""

    default_operation_type = BaseOperationType.APPEND

    def query_statements(self, params, target=None):
        iris = {name: getattr(params, name) for name in ("verb", "activity")}
        as_text = {name: str(getattr(iri, "root", iri)) for name, iri in iris.items() if iri is not None}
        return super().query_statements(params.model_copy(update=as_text), target)


statements.BACKEND_CLIENT = WorkingFileBackend()
