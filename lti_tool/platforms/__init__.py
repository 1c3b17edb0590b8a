"""Who may launch us: registrations, deployments, their keys and ours.

What must not live here: what a launch does once it is accepted (`launch`), and any call made on
behalf of an activity (`grades`).
"""
