"""The residents' pages: report a matter, follow it, rate it, ask for it again; no account needed."""
