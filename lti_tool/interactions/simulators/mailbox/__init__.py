"""`courriel`: a mailbox. Messages, links whose target can be inspected, attachments, rules, contacts.

The scene is in `scene.py`, what an action changes in `reducer.py` and `draft.py`. Nothing here says
which message is a fraud: that is the item's `controle`.
"""
