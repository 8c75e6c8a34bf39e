"""Pages woven from several rooms, one portal for each kind of reader."""
