"""Writes everything a community keeps into one file, and brings it back: rows, attachments, never the keys."""

from linli.project.backup.manifest import Manifest
from linli.project.backup.reading import restore
from linli.project.backup.server import Server
from linli.project.backup.writing import write_backup

__all__ = ["Manifest", "Server", "restore", "write_backup"]
