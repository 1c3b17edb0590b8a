"""`navigateur`: a search engine over the pages of a scene, tabs, addresses, consent, downloads.

The scene is in `scene.py`, what an action changes in `reducer.py`, what a search finds in `search.py`. No
address leads out of the scene. Nothing here says which page is the right one: that is the item's `controle`.
"""
