"""Reads building footprints from the files cities have: GeoJSON, Shapefile, GeoPackage and OSM extracts.

``sources`` finds out what a file is, ``archives`` and ``layers`` open it, ``columns`` find what is said of a building,
``footprints`` judge each outline, ``neighbours`` keep two communities off one building, ``storing`` writes. Nothing is
guessed: what a file does not say about its coordinates or its letters is asked.
"""
