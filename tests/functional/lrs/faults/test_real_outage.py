"""An outage in real time, with a relay process as an operator runs it: `make faults OUTAGE_S=1800`."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.functional.lrs.faults.trial import COUNT, Store, environment, trial
from tests.functional.lrs.relays import RelayProcess, wait_until

OUTAGE_S = float(os.environ.get("FAULT_OUTAGE_S", "0"))
LONGEST_RETRY_S = 900.0  # the back-off never waits longer


@pytest.mark.timeout(int(OUTAGE_S + 2 * LONGEST_RETRY_S))
def test_an_outage_in_real_time(store: Store, url: str, judge: Any, tmp_path: Path) -> None:
    begun = time.monotonic()
    with trial(url, store, COUNT) as made:
        made.proxy.down = lambda: time.monotonic() < begun + OUTAGE_S
        relay = RelayProcess(environment(url, lease_s=120), tmp_path / "relay.log")
        try:
            assert wait_until(lambda: made.waiting() == 0, OUTAGE_S + LONGEST_RETRY_S + 300, 1.0)
            relay.check_alive()
        finally:
            relay.end()
        judge(made, f"outage, {OUTAGE_S:.0f} real s", begun)
