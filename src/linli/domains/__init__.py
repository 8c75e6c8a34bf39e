"""The business rooms, each entered by its facade alone."""
