"""Where things are: the division tree down to the community, and the grids below it."""
