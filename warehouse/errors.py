"""The error for problems that a user can solve."""


class TokenfallError(Exception):
    """One line about what is wrong, where, and what to do; the command line prints it and exits with status 1."""


class DatabaseBusyError(TokenfallError):
    """Another run is writing to the database."""


class NewerDatabaseError(TokenfallError):
    """The database was written by a newer version of tokenfall."""
