"""What goes wrong in Open311: a status, one sentence, and in how many seconds to try again."""

from http import HTTPStatus


class Problem(Exception):
    """A request cannot be answered as asked; ``sentence`` says what happened and what to do."""

    def __init__(self, status: HTTPStatus, sentence: str, *, wait_s: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.wait_s = status, sentence, wait_s


def refuse(sentence: str) -> Problem:
    """Return the problem of a request that is not right as it is."""
    return Problem(HTTPStatus.BAD_REQUEST, sentence)


def missing(sentence: str) -> Problem:
    """Return the problem of something that is not there, or not for everybody."""
    return Problem(HTTPStatus.NOT_FOUND, sentence)


def forbid(sentence: str) -> Problem:
    """Return the problem of a key that does not open this."""
    return Problem(HTTPStatus.FORBIDDEN, sentence)
