"""Hot topics: what many people write about, grouped from their messages and ranked by a documented heat."""
