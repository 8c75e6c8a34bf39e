"""Everything that keeps Linli running on a machine: the web server, the worker, and the process that minds both."""
