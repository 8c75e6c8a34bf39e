"""The views of set-up: each parses, calls one action or query, and renders."""
