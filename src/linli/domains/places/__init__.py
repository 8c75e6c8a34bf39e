"""What stands where: buildings with their footprints, and the dwellings inside them."""
