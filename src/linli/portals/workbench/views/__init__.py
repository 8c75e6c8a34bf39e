"""The views of staff's pages: each parses, makes one call and renders."""
