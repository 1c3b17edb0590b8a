"""Run by Ralph's own Python: reads a JSON array of statements, prints for each one what is wrong with it."""

import json
import sys

from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement


def problems(statement: object) -> list[str]:
    """What Ralph's strict model says; nothing when it accepts."""
    try:
        BaseXapiStatement.model_validate(statement)
    except ValidationError as error:
        return [str(one["loc"]) + str(one["msg"]) for one in error.errors()]
    return []


json.dump([problems(one) for one in json.load(sys.stdin)], sys.stdout)
