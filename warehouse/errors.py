"""What goes wrong in a way a user can mend: one line that says what, where and what to do."""


class TokenfallError(Exception):
    """Carries one clear line for the user; the command line prints it and exits with status 1."""
