"""The embedded PostgreSQL server: makes it, starts or adopts it, and hands out addresses for its two log-ins."""

from .ensuring import Connection, ensure, release, stop
from .errors import ClusterError
from .testing import testing_urls

__all__ = ["ClusterError", "Connection", "ensure", "release", "stop", "testing_urls"]
