"""What changes a matter, one verb a module."""
