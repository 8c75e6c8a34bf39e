"""Procedures as pages show them: the sheet of a version, and the forms of a state and an action."""
