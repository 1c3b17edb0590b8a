"""The rights of the people behind the rows: what is held on a person, its export, its erasure, its end.

What lives here: the search for every row of a person (`holdings`), export and erasure (`services`), and how
long things are kept (`retention`). What must not: pages, and any list of tables by hand, which would forget
the next one.
"""
