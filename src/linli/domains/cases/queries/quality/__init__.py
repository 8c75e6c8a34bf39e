"""Rates of the work and second looks, read as far as the running transaction's reader may see."""
