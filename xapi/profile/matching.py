"""A statement against templates, a registration against patterns (Profiles, part 3, 2.1 and 2.2).

It reads the published document and nothing else, so it would judge another profile as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from xapi.profile.document import document
from xapi.profile.paths import find
from xapi.profile.rules import follows
from xapi.vocabulary import Namespace

Json = Mapping[str, Any]

# Determining property: where its values are in a statement.
_DETERMINING = {
    "verb": "$.verb.id",
    "objectActivityType": "$.object.definition.type",
    "contextGroupingActivityType": "$.context.contextActivities.grouping[*].definition.type",
    "contextParentActivityType": "$.context.contextActivities.parent[*].definition.type",
    "contextOtherActivityType": "$.context.contextActivities.other[*].definition.type",
    "contextCategoryActivityType": "$.context.contextActivities.category[*].definition.type",
    "attachmentUsageType": "$.attachments[*].usageType",
}
_REFERENCES = {"objectStatementRefTemplate": "$.object", "contextStatementRefTemplate": "$.context.statement"}
_SUFFIXES = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}


class Profile:
    """A profile document, ready to judge statements."""

    def __init__(self, published: Json) -> None:
        self.document = published
        self.version = str(published["versions"][0]["id"])
        self._templates = {str(one["id"]): one for one in published["templates"]}
        self._patterns = {str(one["id"]): one for one in published["patterns"]}
        # A letter for each template: a registration becomes a word, a pattern a regular expression.
        self._letters = {iri: chr(0xE000 + number) for number, iri in enumerate(self._templates)}
        self._grammars = [
            re.compile(self._expression(iri)) for iri, one in self._patterns.items() if one.get("primary")
        ]

    def templates_for(self, statement: Json) -> list[str]:
        """The templates whose determining properties the statement has."""
        return [iri for iri, one in self._templates.items() if _is_determined(statement, one)]

    def broken_rules(
        self, statement: Json, others: Mapping[str, Json] | None = None
    ) -> list[tuple[str, str]]:
        """What the statement does not follow: IRI of a template, and a location.

        Args:
            others: statements by id that references may point to; those that are not there are not judged.

        A statement that matches no template, or does not declare this version, is `("", "$")`.
        """
        matching = self.templates_for(statement)
        categories = find(statement, "$.context.contextActivities.category[*].id")
        if not matching or self.version not in categories:
            return [("", "$")]
        return [(iri, place) for iri in matching for place in self._broken(statement, iri, others or {})]

    def follows_a_pattern(self, statements: Sequence[Json]) -> bool:
        """True when the statements of a registration, in order, are a whole primary pattern."""
        letters = []
        for statement in statements:
            matching = self.templates_for(statement)
            if len(matching) != 1:
                return False
            letters.append(self._letters[matching[0]])
        return any(grammar.fullmatch("".join(letters)) for grammar in self._grammars)

    def _broken(self, statement: Json, iri: str, others: Mapping[str, Json]) -> list[str]:
        template = self._templates[iri]
        places = [str(rule["location"]) for rule in template.get("rules", ()) if not follows(statement, rule)]
        for name, location in _REFERENCES.items():
            if name in template and not self._points_well(statement, location, template[name], others):
                places.append(location)
        return places

    def _points_well(
        self, statement: Json, location: str, allowed: Sequence[str], others: Mapping[str, Json]
    ) -> bool:
        if find(statement, f"{location}.objectType") != ["StatementRef"]:
            return False
        pointed = others.get(str(find(statement, f"{location}.id")[0]))
        return pointed is None or bool(set(self.templates_for(pointed)) & set(allowed))

    def _expression(self, iri: str) -> str:
        if iri in self._letters:
            return self._letters[iri]
        pattern = self._patterns[iri]
        if "sequence" in pattern:
            return "".join(f"(?:{self._expression(one)})" for one in pattern["sequence"])
        if "alternates" in pattern:
            return "|".join(f"(?:{self._expression(one)})" for one in pattern["alternates"])
        ((name, suffix),) = ((name, suffix) for name, suffix in _SUFFIXES.items() if name in pattern)
        return f"(?:{self._expression(pattern[name])}){suffix}"


@cache
def profile_of(namespace: Namespace) -> Profile:
    """Our profile under these IRIs, read once."""
    return Profile(document(namespace))


def _is_determined(statement: Json, template: Json) -> bool:
    for name, location in _DETERMINING.items():
        if name in template:
            wanted = template[name] if isinstance(template[name], list) else [template[name]]
            if not set(wanted) <= {value for value in find(statement, location) if isinstance(value, str)}:
                return False
    return True
