"""Grades: one final score for each completed attempt, carried to the LMS gradebook (LTI AGS 2.0).

`handlers.py` writes the score row inside the transaction of the attempt; `relay.py`, in a process of its
own, leases rows and posts them. What must not live here: how a score is computed (`assessment`), web pages,
Flask, the removal of a line item (a platform drops the grades with it), and any progress message (a platform
erases the grade on a score that is not final).
"""
