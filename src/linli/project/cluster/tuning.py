"""Settings of a PostgreSQL server that shares one small computer with the rest of Linli."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .layout import PORT
from .processes import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from .layout import Layout

OWN_FILE = "linli.conf"
LOCAL_FILE = "local.conf"

_SETTINGS = {
    "listen_addresses": "",  # sockets only: nothing to find on the network
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",  # short queries: compiling costs more than it saves
    "timezone": "UTC",
    "idle_in_transaction_session_timeout": "10min",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_timezone": "Asia/Shanghai",
    "log_checkpoints": "off",
    # A failing statement and its details carry what people typed ("Key (phone)=(…) already exists"):
    # neither belongs in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# A scratch cluster can be made again at any time, so it need not wait for the disk.
_SCRATCH = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100"}


def write_settings(layout: Layout, *, major: int, is_scratch: bool) -> None:
    """Write the server's settings afresh; an operator's ``local.conf`` in the cluster folder is read after them."""
    cluster = layout.cluster(major)
    chosen = _SETTINGS | (_SCRATCH if is_scratch else _DURABLE)
    chosen |= {"unix_socket_directories": str(layout.sockets), "log_directory": str(layout.logs)}
    lines = ["# Written at each start. Your own settings go into local.conf."]
    lines += [_line(name, value) for name, value in chosen.items()]
    _write(layout, cluster / OWN_FILE, "\n".join([*lines, ""]))
    if not (cluster / LOCAL_FILE).exists():
        _write(layout, cluster / LOCAL_FILE, "# Your own settings; they override linli.conf at the next start.\n")
    main = cluster / "postgresql.conf"
    text = main.read_text(encoding="utf-8")
    if f"include '{OWN_FILE}'" not in text:
        _write(layout, main, f"{text}\ninclude '{OWN_FILE}'\ninclude '{LOCAL_FILE}'\n")


def _line(name: str, value: str) -> str:
    quoted = value.replace("'", "''")
    return f"{name} = '{quoted}'"


def _write(layout: Layout, file: Path, text: str) -> None:
    write_private(file, text, account=layout.account)
