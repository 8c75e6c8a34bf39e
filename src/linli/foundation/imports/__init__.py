"""Spreadsheets in: read any sheet as text, find its headings, suggest what its columns are, give faulty rows back."""
