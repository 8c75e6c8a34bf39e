"""Rooms from a spreadsheet: a sheet of dwellings as a community or a developer has it, checked row by row, then stored.

``columns`` know what sheets call their columns, ``rules`` read a row, ``plates`` find its building, ``checking`` holds
both against what is known, ``preview`` counts, ``importing`` stores, ``workbooks`` hand sheets out. Good rows go in,
faulty ones come back; nothing is guessed.
"""
