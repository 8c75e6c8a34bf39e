"""Template tags of residents' pages."""
