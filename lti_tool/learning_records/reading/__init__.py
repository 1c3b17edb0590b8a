"""Reading the statements from the tool itself: a subset of an LRS, `GET /xapi/lrs/statements`.

What lives here: the readers' credentials (`readers`), when a statement becomes visible (`stamping`), the
query and its answer (`queries`, `search`), the pages (`views`). What must not: writing statements, and any
query that could see two platforms.
"""
