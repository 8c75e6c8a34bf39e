"""Plain Python that every storey may use: codes, clocks, places and words, with no framework and no database."""
