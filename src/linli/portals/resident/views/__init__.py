"""The views of residents' pages: each parses, makes one call and renders."""
