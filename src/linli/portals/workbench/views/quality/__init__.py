"""Pages about the quality of the work: rates, random re-checks, second looks."""
