"""The closed vocabulary of procedures: field types, guards and effects, small pure functions registered by name."""
