"""The sub-commands of ``linli``, one module for each kind of work."""
