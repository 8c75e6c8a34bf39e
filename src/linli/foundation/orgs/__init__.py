"""Who works together: units of every kind, their posts and who holds them."""
