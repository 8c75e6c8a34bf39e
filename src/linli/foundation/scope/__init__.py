"""Who reads, from where and for what: the reader of a transaction."""
