"""Rewrite `xapi/profile.jsonld`."""

from xapi.profile.document import EXAMPLE_BASE, FILE, document, to_text
from xapi.vocabulary import Namespace

if __name__ == "__main__":
    FILE.write_text(to_text(document(Namespace(EXAMPLE_BASE))), encoding="utf-8")
