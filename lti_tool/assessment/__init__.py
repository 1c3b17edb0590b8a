"""The heart: an attempt on a pathway, from the first item to the result.

`services.py` is the only place that changes an attempt; each call is one transaction and says what
happened (`events.py`) inside it. What must not live here: grades, xAPI, LTI (they listen to the
events), how a format is marked (`interactions`), which item comes next (`adaptive`).
"""
