"""Open311 GeoReport v2 with its updates extension: https://wiki.open311.org/GeoReport_v2/."""
