"""How Linli looks: base pages, parts of pages, template tags, drawings, and the reader's choice of size and theme."""
