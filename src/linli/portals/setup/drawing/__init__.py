"""The drawing table for grids: what it shows, and what can be asked of it."""
