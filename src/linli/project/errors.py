"""The one kind of exception whose message is meant for the person at the command line."""


class OperatorError(Exception):
    """What was asked cannot be done; the message says why and what to do instead."""
