"""Keys of other systems: made, shown once, limited, revoked; and how often each caller may call."""
