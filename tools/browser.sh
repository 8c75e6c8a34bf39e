#!/usr/bin/env bash
# Makes sure Debian's Chromium and a Chinese face are there for the browser journeys.
set -eu
missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list 2>/dev/null | grep -qi 'CJK\|Noto Sans SC\|WenQuanYi' || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" fontconfig >/dev/null
else
  echo "The browser journeys need: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
