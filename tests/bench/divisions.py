"""How long does the national list take to read, and how much memory: 620,573 generated communities, as many as in 2023.

The import runs in a process of its own, so that its memory is its own; that of the database's process is added.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

COMMUNITIES = 620_573
CITIES, DISTRICTS, STREETS = 11, 9, 14
"""For each of the 31 provinces: cities, districts of a city, streets of a district (43,000 streets, 41,352 in 2023)."""
PROVINCES = (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66))
AS_OF = "2023-06-30"


def write_list(folder: Path) -> None:
    """Write a list of the real size with invented names, as the package's five CSV files and its README."""
    (folder / "README.md").write_text(f"（截止时间：{AS_OF}）", "utf-8")
    provinces = [str(number) for number in PROVINCES]
    cities = [f"{above}{n:02d}" for above in provinces for n in range(1, CITIES + 1)]
    districts = [f"{above}{n:02d}" for above in cities for n in range(1, DISTRICTS + 1)]
    streets = [f"{above}{n:03d}" for above in districts for n in range(1, STREETS + 1)]
    levels = {"provinces": provinces, "cities": cities, "areas": districts, "streets": streets}
    for stem, codes in {**levels, "villages": _communities(streets)}.items():
        with (folder / f"{stem}.csv").open("w", encoding="utf-8") as file:
            file.write("code,name\n")
            file.writelines(f'{code},"示例{code[-6:]}社区居委会"\n' for code in codes)


def _communities(streets: list[str]) -> Iterator[str]:
    """Share the communities out evenly over the streets, in the order of their codes."""
    full, left = divmod(COMMUNITIES, len(streets))
    for at, street in enumerate(streets):
        yield from (f"{street}{n:03d}" for n in range(1, full + 1 + (at < left)))


def measure() -> dict[str, float]:
    """Import a generated list into the current database in another process; returns seconds, CPU seconds and MiB."""
    from django.db import connections  # noqa: PLC0415 - Django is set up by whoever measures

    name = str(connections["default"].settings_dict["NAME"])
    urls = {key: os.environ[key] for key in ("LINLI_DATABASE_URL", "LINLI_OWNER_DATABASE_URL")}
    there = {key: _at_database(url, name) for key, url in urls.items()}
    with tempfile.TemporaryDirectory(prefix="linli-bench-divisions-") as folder:
        write_list(Path(folder))
        command = [sys.executable, "-m", "tests.bench.divisions", folder]
        begun = time.monotonic()
        done = subprocess.run(command, env={**os.environ, **there}, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - begun
    if done.returncode:
        raise RuntimeError(f"the import failed:\n{done.stderr[-2000:]}")
    return {"s": seconds, **json.loads(done.stdout.splitlines()[-1])}


def _at_database(url: str, name: str) -> str:
    """Return a database address with another database's name."""
    head, mark, options = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{mark}{options}"


def _import(folder: str) -> None:
    """Import a folder and print what it took as JSON: CPU seconds and MiB of this process and of the database's."""
    import django  # noqa: PLC0415 - the environment was set by the caller

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    call_command("import_divisions", folder)
    from tests.bench.host import cpu_seconds  # noqa: PLC0415

    mib = (_peak_kib("self") + _peak_kib(str(backend))) / 1024
    print(json.dumps({"cpu_s": time.process_time() + cpu_seconds(backend), "mib": mib}))


def _peak_kib(pid: str) -> int:
    """Return the most memory a process held at once, in KiB; the database's includes the buffers that it shares."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    _import(sys.argv[1])
