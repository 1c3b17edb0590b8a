"""What stored answers say of the items themselves: difficulty, guessing, and where two groups differ.

Here: pure sums over the answers of many attempts. Not here: reading the database, the file that a person
reviews (`lti_tool.calibrating`), using the result (`joint.curves`).
"""

from __future__ import annotations

from lti_tool.adaptive.calibration.differences import GroupGap, VariantGap, group_gaps, variant_gaps
from lti_tool.adaptive.calibration.fitting import Fit, fit
from lti_tool.adaptive.calibration.sittings import Marked, Sitting

__all__ = ["Fit", "GroupGap", "Marked", "Sitting", "VariantGap", "fit", "group_gaps", "variant_gaps"]
