"""Every matter, whatever its kind: one code, one time line, parties with their own clocks."""
