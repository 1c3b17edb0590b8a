"""One module per way of answering, named after xAPI interaction types.

Here: what the browser sees of an item, how a form is read, how an answer is marked and described.
Not here: which item comes next (`adaptive`), what is stored (`assessment`), statements (`xapi`,
`learning_records`), the wording of items (`content`). Nothing here knows Flask or SQL.
"""

from __future__ import annotations

from content.model import Format, Item
from lti_tool.interactions.blocks import Blocks
from lti_tool.interactions.choice import MultipleChoice, SingleChoice
from lti_tool.interactions.day import Day
from lti_tool.interactions.file import FileReading
from lti_tool.interactions.fill_in import FillIn
from lti_tool.interactions.fill_in_fields import FillInFields
from lti_tool.interactions.matching import Matching
from lti_tool.interactions.model import (
    KEPT,
    Answer,
    Form,
    Interaction,
    InteractionRecord,
    InteractionType,
    Marking,
    Presentation,
    Refusal,
    UnfinishedError,
)
from lti_tool.interactions.numeric import Numeric
from lti_tool.interactions.scenario import Scenario
from lti_tool.interactions.sequencing import Sequencing
from lti_tool.interactions.simulators.control import Lens
from lti_tool.interactions.simulators.device.reducer import Device
from lti_tool.interactions.simulators.explorer.reducer import Explorer
from lti_tool.interactions.simulators.form.reducer import Procedure
from lti_tool.interactions.simulators.interaction import Simulated
from lti_tool.interactions.simulators.journal import read_journal
from lti_tool.interactions.simulators.mailbox.reducer import Mailbox
from lti_tool.interactions.simulators.sharing.reducer import Sharing
from lti_tool.interactions.simulators.sharing.reducer import looked_at as effective
from lti_tool.interactions.simulators.spreadsheet.recalculation import follows
from lti_tool.interactions.simulators.spreadsheet.reducer import Spreadsheet
from lti_tool.interactions.simulators.spreadsheet.table import looked_at
from lti_tool.interactions.simulators.web.reducer import Browser
from lti_tool.interactions.zone import Pointing

__all__ = [
    "KEPT",
    "Answer",
    "Form",
    "Interaction",
    "InteractionRecord",
    "InteractionType",
    "Marking",
    "Presentation",
    "Refusal",
    "UnfinishedError",
    "interaction_for",
    "read_journal",
]

_INTERACTIONS: dict[Format, Interaction] = {
    Format.CHOICE: SingleChoice(),
    Format.MULTIPLE_CHOICE: MultipleChoice(),
    Format.SEQUENCING: Sequencing(),
    Format.MATCHING: Matching(),
    Format.TEXT: FillIn(),
    Format.NUMBER: Numeric(),
    Format.SORTING: Matching(),
    Format.ZONE: Pointing(),
    Format.DATE: Day(),
    Format.SCENARIO: Scenario(),
    Format.BLOCKS: Blocks(),
    Format.FILE: FileReading(),
    Format.MAIL: Simulated(Mailbox(), "js/simulators/mailbox/view.js"),
    Format.FORM: Simulated(Procedure(), "js/simulators/form/view.js"),
    Format.BROWSER: Simulated(Browser(), "js/simulators/web/view.js"),
    Format.EXPLORER: Simulated(Explorer(), "js/simulators/explorer/view.js"),
    Format.SPREADSHEET: Simulated(
        Spreadsheet(), "js/simulators/spreadsheet/view.js", Lens(last=looked_at, follows=follows)
    ),
    Format.SHARING: Simulated(Sharing(), "js/simulators/sharing/view.js", Lens(last=effective)),
    Format.DEVICE: Simulated(Device(), "js/simulators/device/view.js"),
}
_SEVERAL_FIELDS = FillInFields()


def interaction_for(item: Item) -> Interaction:
    """The way of answering an item."""
    if item.format is Format.TEXT and item.data.fields:
        return _SEVERAL_FIELDS
    return _INTERACTIONS[item.format]
