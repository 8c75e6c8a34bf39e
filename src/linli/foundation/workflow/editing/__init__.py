"""Drawing procedures up: drafts, what differs between versions, files in and out, and the picture."""
