"""The way of a sheet through the house, whatever it is a sheet of: understood, shown, queued, read in batches."""
