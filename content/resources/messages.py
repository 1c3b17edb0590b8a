"""E-mails: `.eml` (RFC 5322) by the standard library, headers in the author's order."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from content.formats.file import Resource

BOUNDARY = "=_message_0001"  # the library would draw one
ATTACHED = "Pièce jointe d'exercice : elle est vide et ne contient aucun programme.\n"


def message_file(resource: Resource) -> bytes:
    """The message, its text and harmless attachments that only have a name."""
    given = resource.message
    if given is None:
        raise ValueError("il n'y a pas de message")
    message = EmailMessage(policy=SMTP)
    for header in given.headers:
        for name, value in header.items():
            message[name] = value
    message.set_content(given.body, charset="utf-8", cte="quoted-printable")
    for name in given.attachments:
        message.add_attachment(
            ATTACHED.encode(), maintype="application", subtype="octet-stream", filename=name
        )
    if given.attachments:
        message.set_boundary(BOUNDARY)
    return message.as_bytes()
