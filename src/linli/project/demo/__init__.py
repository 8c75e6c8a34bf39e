"""The demo community: a plausible neighbourhood drawn and lived through by the product itself, nobody real in it."""
