"""The pages on which a system administrator sets a community up and keeps its units, grids and duties."""
