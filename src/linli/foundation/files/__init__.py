"""The room that keeps photos: checked, re-encoded and named by their own digest."""
