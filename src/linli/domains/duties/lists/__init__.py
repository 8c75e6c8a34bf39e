"""Duty lists (清单) with versions: whose an item is, what the community must not do, what it costs, and exceptions.

``rules`` and ``gate`` think, ``queries`` read from memory, ``changes`` draft and publish, ``admitting`` keeps
exceptions, ``sheets`` and ``importing`` bring lists in from spreadsheets, ``workbooks`` hand them out.
"""
