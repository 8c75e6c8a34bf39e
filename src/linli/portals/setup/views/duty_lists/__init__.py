"""The pages of duty lists in set-up: their versions, their items, sheets in and out, and the hours they ask for."""
