"""The trainer's side: the group's results, what to do next, exports, and the actions on an attempt.

It reads (`results.py`, aggregated queries whose number never grows with the group) and asks the rooms
below to act (`actions.py`). What must not live here: how an attempt is changed (`assessment`), how a
score is delivered (`grades`), who is enrolled (a `roster.RosterProvider` given by `app.py`).
"""
