"""Changes of residents."""
