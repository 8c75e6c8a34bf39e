"""The room that tells units and people: inbox, mail and text messages, each exactly once or said to be unknown."""
