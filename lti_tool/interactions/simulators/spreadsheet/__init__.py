"""`tableur`: a sheet with formulas in French, a table to sort, filter and cross.

`cells.py` addresses, `entries.py` what is typed and shown, `parsing.py` a formula read, `evaluation.py` and
`functions*.py` a sheet calculated, `table.py` rows moved, kept and grouped, `reducer.py` what an action
changes, `recalculation.py` the proof that a formula follows its inputs (server only, no twin).

What must not live here: `eval` in any form, anything without a bound, what the right formula is.
"""
