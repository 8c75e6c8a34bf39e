"""The room of residents: people, the households they form, and where each lives and lived."""
