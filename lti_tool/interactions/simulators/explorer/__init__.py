"""`explorateur`: folders and files to open, name, move, copy, compress, throw away and get back.

The scene is in `scene.py`, what an action changes in `reducer.py`. Nothing here says where a file
belongs: that is the item's `controle`.
"""
