"""Suggests, never decides: what a text sounds like, which matters resemble it, and what many people write about.

Plain Python over values: it knows no matters, no database and no screens. scikit-learn and SciPy are loaded inside the
functions that learn or group, so that a page that asks for a suggestion pays for NumPy and the segmenter alone.
"""
