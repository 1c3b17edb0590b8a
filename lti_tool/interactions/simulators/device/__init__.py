"""`appareil`: a phone, a workstation or a meeting room: settings, notifications, applications, accounts.

The scene is in `scene.py`, what an action changes in `reducer.py`. Nothing here says which setting is
the right one: that is the item's `controle`.
"""
