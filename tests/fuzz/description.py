"""An OpenAPI description of the running application, read in its URL map: what Schemathesis shoots at.

Routes that later work adds (registration, deep linking) are there by themselves.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

LEFT_OUT = {"static", "bootstrap.static"}
TEXT: dict[str, Any] = {"type": "string"}
_URL: dict[str, Any] = {"type": "string", "format": "uri"}
FIELDS: dict[str, dict[str, Any]] = {
    "/lti/login": {
        "iss": _URL, "login_hint": TEXT, "target_link_uri": _URL, "lti_message_hint": TEXT, "client_id": TEXT,
        "lti_deployment_id": TEXT, "lti_storage_target": TEXT,
    },
    "/lti/launch": {"id_token": TEXT, "state": TEXT, "error": TEXT, "stockage": TEXT},
    "/lti/register": {"openid_configuration": _URL, "registration_token": TEXT, "invitation": TEXT},
}  # fmt: skip
OTHERS: dict[str, Any] = {
    "bearer": TEXT, "epreuve": {"type": "string", "format": "uuid"}, "passer": TEXT, "reponse": TEXT,
    "cle": TEXT, "parcours": TEXT, "activites": TEXT, "titre": TEXT, "note": TEXT,
}  # fmt: skip


def describe(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.0: every route but static files, with GET and POST as they are allowed."""
    paths: dict[str, Any] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in LEFT_OUT:
            paths.setdefault(_path(rule), {}).update(_operations(rule))
    info = {"title": "Parcours Territoires", "version": "1"}
    return {"openapi": "3.0.3", "info": info, "paths": paths}


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)


def _operations(rule: Rule) -> dict[str, Any]:
    fields = FIELDS.get(rule.rule, OTHERS)
    path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in sorted(rule.arguments)
    ]
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
    body = {"schema": {"type": "object", "properties": fields}}
    answers = {"responses": {"default": {"description": "a page"}}}
    operations: dict[str, Any] = {}
    if "GET" in (rule.methods or ()):
        operations["get"] = {"parameters": path + query, **answers}
    if "POST" in (rule.methods or ()):
        content = {"application/x-www-form-urlencoded": body, "multipart/form-data": body}
        operations["post"] = {"parameters": path, "requestBody": {"content": content}, **answers}
    return operations
