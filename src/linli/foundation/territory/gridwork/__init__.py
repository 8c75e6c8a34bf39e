"""Work on a community's grids before they are published: files and drawings checked, drawn, cut, joined and mended."""
