"""Whose duty is it: the search at the counter, exceptions asked for and decided, and the hours the lists ask for."""
