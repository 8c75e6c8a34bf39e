"""The room that tells other systems what happened: signed, at least once, ids and codes only."""
