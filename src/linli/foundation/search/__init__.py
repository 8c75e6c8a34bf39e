"""The room that finds texts by two-character pieces without reading the protected tables."""
