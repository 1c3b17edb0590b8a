"""The rules that every statement must keep, one module a part of the statement.

Each function reads plain JSON values and yields `Problem`s; nothing here builds, stores or sends, and
nothing trusts the builders: the model library accepts nearly anything. `validator.py` puts them together.
"""
