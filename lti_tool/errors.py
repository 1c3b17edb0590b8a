"""What can go wrong in the tool, as types. No HTTP here: `error_pages` turns these into pages.

    ToolError
    ├── RefusedError            the request cannot be honoured; the reader is told why (4xx)
    │   ├── LoginRefusedError       OIDC third-party initiated login
    │   ├── LaunchRefusedError      LTI message
    │   ├── RegistrationRefusedError   a platform that wants to register (Dynamic Registration 1.0)
    │   ├── SessionRefusedError     the launch session is absent, over, revoked, or someone else's
    │   ├── AnswerRefusedError      an answer that does not fit the item that was shown
    │   └── ActionRefusedError      a trainer's action that does not fit the state of the attempt
    ├── OutgoingError           a call that we made to a platform or an LRS failed
    └── OperatorError           a setting or a migration is wrong: said at start-up, in words

A refusal carries a `reason` (a stable word that tests and logs use) and data, never a sentence:
sentences live in `templates/errors/` and in the translations.
"""

from __future__ import annotations


class ToolError(Exception):
    """Root of every error that the tool raises on purpose."""


class RefusedError(ToolError):
    """A request that is refused, with a stable `reason` and the HTTP status that fits it."""

    status = 400

    def __init__(self, reason: str, *, status: int | None = None, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
        if status is not None:
            self.status = status


class LoginRefusedError(RefusedError):
    """The OIDC login initiation is not one that we may follow (LTI Security Framework 5.1.1)."""


class LaunchRefusedError(RefusedError):
    """The LTI message is not authentic, not fresh, or not for us (LTI Core 1.3, Security 5.1.3)."""


class RegistrationRefusedError(RefusedError):
    """The registration cannot be done; nothing was created on our side (LTI Dynamic Registration 1.0)."""


class SessionRefusedError(RefusedError):
    """There is no usable launch session behind this request."""

    status = 403


class AnswerRefusedError(RefusedError):
    """The answer has not the shape that the item asked for; nothing is recorded."""

    status = 422


class ActionRefusedError(RefusedError):
    """What the trainer asks does not fit the attempt as it is now; nothing is changed."""

    status = 409


class OutgoingError(ToolError):
    """A call to the outside failed before an answer could be read."""


class OperatorError(ToolError):
    """The installation is wrong; the message is for the person who runs it."""
