"""The error for problems that a user can solve."""

from __future__ import annotations

from collections.abc import Sequence

NOT_PUBLISHED = "not published: "
"""How each line about a publication begins that checks stopped."""


class TokenfallError(Exception):
    """One line about what is wrong, where, and what to do; the command line prints it and exits with status 1."""


class DatabaseBusyError(TokenfallError):
    """Another run is writing to the database."""


class NewerDatabaseError(TokenfallError):
    """The database was written by a newer version of tokenfall."""


class HeldError(TokenfallError):
    """Checks stopped the publication.

    Attributes:
        reasons: What each of them found, in one line: what is wrong, where, and what to do.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(f"{NOT_PUBLISHED}{reason}" for reason in reasons))
        self.reasons = tuple(reasons)
