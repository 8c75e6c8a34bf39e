"""Procedures as data: published versions, and the pure engine that says what a step of a matter changes."""
