"""Dated rules with their legal basis, and the working calendar."""
