"""Pages of decision tables: drafts as rows, the dry run over past matters, publishing by a second person."""
