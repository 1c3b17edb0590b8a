"""The author's workshop: what `parcours content` says of the bank and how it tries items.

Here: figures as text, the reference answer of an item, its replay on many draws, wrong answers made from
it. Not here: rules about the text of items (`content`), marking itself (`interactions`), pages (`preview`).
Nothing here knows Flask or SQL.
"""
