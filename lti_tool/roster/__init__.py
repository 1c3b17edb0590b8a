"""Who is in the course (LTI NRPS 2.0), asked for when a page needs it.

Nothing of it is stored: names live in the value that is returned, and go with the page. What must not
live here: pages, results (`assessment`), and the roster of any course but the launch's own.
"""
