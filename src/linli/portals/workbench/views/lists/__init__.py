"""The plain lists of matters: what they show, what is kept of them, what is taken out, and steps for many at once."""
