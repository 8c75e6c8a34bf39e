"""What was done by whom, as hash-chained rows that nobody can change unseen."""
