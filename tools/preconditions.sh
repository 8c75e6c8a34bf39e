#!/usr/bin/env bash
# Names what is missing for `make setup`, with the line that installs it on Debian.
set -u
python="${1:-python3}"
problems=0
say() { printf '%s\n' "$1" >&2; problems=1; }
command -v git >/dev/null || say "git is missing: apt-get install git"
if ! command -v "$python" >/dev/null; then
  say "python3 is missing: apt-get install python3 python3-venv"
elif ! "$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))'; then
  say "Python 3.11 or newer is needed: apt-get install python3 python3-venv (Debian 12 or newer)"
elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  say "Python's venv is missing: apt-get install python3-venv"
fi
exit $problems
