"""What can go wrong with a backup, in sentences an operator can act on."""

from linli.project.errors import OperatorError


class BackupError(OperatorError):
    """A backup cannot be written or brought back; the message says why and what to do."""
