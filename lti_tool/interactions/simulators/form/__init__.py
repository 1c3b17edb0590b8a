"""`formulaire`: an online procedure in steps: fields, documents to consult, files to attach, a summary.

The scene is in `scene.py`, what is wrong with a field in `validity.py`, what an action changes in
`reducer.py`. Nothing here says what to write in a field: that is the item's `controle`.
"""
