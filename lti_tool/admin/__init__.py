"""The operator's pages: platforms, invitations, queues, keys, health, diagnostics.

What must not live here: a rule about platforms, scores or statements (they belong to their features; this
room only asks and shows), and anything that a learner or a trainer opens.
"""
