"""The page of messages that did not arrive."""
