"""Who did it: an account that names nobody.

The name of the account is a random UUID kept beside the learner; erasing that link is what makes a
statement anonymous, since an LRS never forgets.
"""

from __future__ import annotations

from urllib.parse import unquote
from uuid import UUID

from tincan import Agent, AgentAccount

from xapi.errors import InvalidIriError, UnsafeIdentityError
from xapi.iris import is_stable


def pseudonymous(home_page: str, pseudonym: UUID | str) -> Agent:
    """An agent with one identifier, an account (xAPI-Data 2.4.2.4), and neither name nor mail.

    Args:
        home_page: the scope of the pseudonym, `Namespace.identity(…)` or the issuer of the LMS.
        pseudonym: a UUID of ours or the LMS's opaque subject.

    Raises:
        InvalidIriError: `home_page` is not a stable IRI.
        UnsafeIdentityError: `pseudonym` is empty, has a space, or looks like a mail address.
    """
    if not is_stable(home_page):
        raise InvalidIriError(home_page)
    name = str(pseudonym)
    # `%40` and the full-width form are how an address slips through a naive test.
    if not name or any(sign in unquote(name) for sign in "@＠") or any(char.isspace() for char in name):
        raise UnsafeIdentityError("the account name must be an opaque identifier")
    return Agent(account=AgentAccount(home_page=home_page, name=name))
