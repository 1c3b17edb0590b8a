"""What works and what does not between a platform and us, in both directions, with what to write to whom.

`run` puts the checks in order; `ourselves`, `platform_addresses`, `tokens` and `use` hold them; `sentences`
has the words. What must not live here: repairs, and anything that a launch needs.
"""

from lti_tool.admin.diagnostics.finding import Finding, Outcome
from lti_tool.admin.diagnostics.run import check_platform

__all__ = ["Finding", "Outcome", "check_platform"]
