"""How somebody has a list: filters kept under a name, the columns shown, and what the list opens with."""
