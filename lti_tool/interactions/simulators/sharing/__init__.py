"""`partage`: who may read, comment or change files and folders, by name, by link, by invitation.

The scene is in `scene.py`, what an action changes in `reducer.py`. Nothing here says which right is the
right one: that is the item's `controle`.
"""
