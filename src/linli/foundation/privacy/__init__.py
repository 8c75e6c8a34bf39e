"""Personal data: encrypted fields, blind indexes, masks and reveals with a purpose."""
