"""Who has to do what: the register of work items, its owners and its basis."""
