"""Pages of staff: to-do, matters, intake, messages, calendar, map."""
