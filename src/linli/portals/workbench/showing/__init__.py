"""Turns what the rooms answer into what a page shows: words of clocks, rows, lanes, the plan, the register."""
