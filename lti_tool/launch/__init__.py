"""From the platform's login to our own session: OIDC login, LTI message, launch session.

pylti1p3 brings the flow; `oidc.py` and `message.py` subclass it and refuse what it lets through.
What must not live here: what the person then does (`assessment`). `launch` stores a session and
redirects to an endpoint by its name, it never imports the features above it.
"""
