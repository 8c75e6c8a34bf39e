"""What can go wrong with the database server, in sentences an operator can act on."""


class ClusterError(Exception):
    """The embedded database cannot be used; the message says why and what to do."""
