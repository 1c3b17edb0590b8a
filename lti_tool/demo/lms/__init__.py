"""A demonstration LMS that launches the tool as Moodle 4.5 does, and is stricter where other platforms are.

`create_lms(LmsConfig(...))` gives a Flask application with its own SQLite. Feature by feature: `oidc` and
`claims` launch, `tokens` gives service tokens, `ags` and `nrps` serve, `gradebook` holds the marking rules,
`pages` is what people see, `control` is the JSON face for tests, `faults` what can be broken on purpose.
What must not live here: imports from the tool.
"""

from lti_tool.demo.lms.app import create_lms
from lti_tool.demo.lms.config import LmsConfig

__all__ = ["LmsConfig", "create_lms"]
