"""Holds back whoever tries many wrong codes, kindly; who holds a key as well is never held back.

A thousand million codes and a few thousand matters make guessing slow already, this makes it useless.
"""

from linli.kernel.misses import Misses

WINDOW_S = 600
MOST_MISSES = 60

lookups = Misses(most=MOST_MISSES, window_s=WINDOW_S)
