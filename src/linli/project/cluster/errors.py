"""What can go wrong with the database server, in sentences an operator can act on."""

from linli.project.errors import OperatorError


class ClusterError(OperatorError):
    """The embedded database cannot be used; the message says why and what to do."""
