"""Keeps the Chinese catalogues: collects strings, checks that none is missing or stale, compiles them.

Each Django app owns ``locale/zh_Hans/LC_MESSAGES/django.po``. ``collect`` adds new strings and drops stale ones,
``check`` fails on a missing or empty translation, ``compile`` writes the ``.mo`` files that Django reads.
"""

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parent.parent / "src" / "linli"
KEYWORDS = (
    "gettext", "gettext_lazy", "gettext_noop", "_", "_l", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext",
)  # fmt: skip
PLURAL = "nplurals=1; plural=0;"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
Key = tuple[str | None, str]


def _owner(path: Path) -> Path:
    """Return the app folder that owns a source file: the nearest one above it with an ``apps.py``."""
    for folder in path.parents:
        if (folder / "apps.py").exists():
            return folder
        if folder == ROOT:
            break
    return ROOT / "project"


def _strings(path: Path) -> Iterator[tuple[int, Key, str | None]]:
    """Yield line, (context, id) and plural of every marked string of a Python file or a template."""
    text = path.read_text()
    if path.suffix != ".py":
        from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings first

        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    keywords = dict.fromkeys(KEYWORDS)
    for line, function, found, _comments in extract_python(io.BytesIO(text.encode()), keywords, (), {}):
        values = [value for value in (found if isinstance(found, tuple) else (found,)) if value]
        if not values:
            continue
        context = values.pop(0) if "pgettext" in function else None
        yield (
            line,
            (context, values[0]),
            values[1] if function.lstrip("p").startswith("n") and len(values) > 1 else None,
        )


def _wanted() -> dict[Path, dict[Key, tuple[str | None, str]]]:
    found: dict[Path, dict[Key, tuple[str | None, str]]] = defaultdict(dict)
    for path in sorted([*ROOT.glob("**/*.py"), *ROOT.glob("**/templates/**/*.*")]):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt", ".svg"}:
            continue
        for line, key, plural in _strings(path):
            found[_owner(path)].setdefault(key, (plural, f"{path.relative_to(ROOT)}:{line}"))
    return found


def _catalogue(app: Path) -> tuple[Path, polib.POFile]:
    path = app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    if path.exists():
        return path, polib.pofile(str(path), wrapwidth=120)
    fresh = polib.POFile(wrapwidth=120)
    return path, fresh


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid)


def collect() -> int:
    """Add new strings without a translation and drop the stale ones."""
    wanted = _wanted()
    apps = set(wanted) | {p.parents[3] for p in ROOT.glob("**/locale/zh_Hans/LC_MESSAGES/django.po")}
    for app in sorted(apps):
        path, catalogue = _catalogue(app)
        strings = wanted.get(app, {})
        known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
        fresh = polib.POFile(wrapwidth=120)
        fresh.metadata = {
            "Language": "zh_Hans", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": PLURAL,
        }  # fmt: skip
        for key, (plural, where) in strings.items():
            old = known.get(key)
            entry = polib.POEntry(msgid=key[1], msgctxt=key[0], comment=where.rsplit(":", 1)[0])
            if plural:
                entry.msgid_plural = plural
                entry.msgstr_plural = {0: (old.msgstr_plural.get(0, "") or old.msgstr) if old else ""}
            elif old:
                entry.msgstr = old.msgstr or old.msgstr_plural.get(0, "")
            fresh.append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))
    return check()


def check() -> int:
    """Name every string without a Chinese translation, every stale or contradicted one and every lost placeholder."""
    problems = []
    told: dict[Key, dict[str, list[str]]] = {}
    for app, strings in sorted(_wanted().items()):
        _path, catalogue = _catalogue(app)
        label = app.relative_to(ROOT)
        known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
        for key, (_plural, where) in strings.items():
            entry = known.get(key)
            translation = "" if entry is None else (entry.msgstr or entry.msgstr_plural.get(0, ""))
            if not translation:
                problems.append(f"{label}: not translated: {key[1]!r} ({where})")
                continue
            names = {a or b for a, b in PLACEHOLDER.findall(translation)}
            allowed = {a or b for a, b in PLACEHOLDER.findall(key[1] + (entry.msgid_plural or "" if entry else ""))}
            if names - allowed:
                problems.append(f"{label}: unknown placeholder {names - allowed} in the translation of {key[1]!r}")
        problems += [f"{label}: stale: {key[1]!r}" for key in known if key not in strings and key[1]]
        for key, entry in known.items():
            told.setdefault(key, {}).setdefault(entry.msgstr or entry.msgstr_plural.get(0, ""), []).append(str(label))
    problems += [
        f"{' and '.join(chain.from_iterable(said.values()))} translate {key[1]!r} differently; use other words in one"
        for key, said in told.items()
        if len(said) > 1 and key[1]
    ]
    print("\n".join(problems) if problems else "zh_Hans is complete")
    return 1 if problems else 0


def compile_catalogues() -> int:
    """Write the ``.mo`` beside every ``.po``."""
    for path in sorted(ROOT.glob("**/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(path))
        catalogue.metadata.setdefault("Plural-Forms", PLURAL)
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def main() -> int:
    """Run one of the three commands."""
    from django.conf import settings  # noqa: PLC0415 - configured here, not by the product

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return {"collect": collect, "check": check, "compile": compile_catalogues}[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
