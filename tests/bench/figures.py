"""A figure with its budget, and how figures are shown and written."""

import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value; ``budget`` is the most it may be."""

    name: str
    value: float
    unit: str
    budget: float

    @property
    def ok(self) -> bool:
        """Whether the value keeps its budget."""
        return self.value <= self.budget


def processor() -> str:
    """Return the processor's name as the machine gives it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def write(figures: list[Figure], *, path: Path, about: dict[str, object]) -> None:
    """Print the table and write it as a list of figures, with what it was measured on in a file beside it."""
    print(f"{'':3}{'figure':<24}{'value':>12}  {'budget':>10}  unit")
    for figure in figures:
        mark = "ok" if figure.ok else "NO"
        print(f"{mark:<3}{figure.name:<24}{figure.value:>12,.2f}  {figure.budget:>10,.2f}  {figure.unit}")
    for name, value in about.items():
        print(f"   {name}: {value}")
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(figure), "ok": figure.ok} for figure in figures]
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    path.with_name("bench-about.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")
