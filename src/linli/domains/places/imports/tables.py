"""Opens the files that GDAL reads: Shapefile, GeoPackage and OSM extract.

A module of its own, fetched when such a file comes: GDAL takes 30 MB that a server without one need not hold.
"""

from pathlib import Path

from django.utils.translation import gettext as _

from linli.domains.places.imports import layers
from linli.domains.places.imports.archives import unpack_shapefile
from linli.domains.places.imports.asked import Asked, Source, unknown_crs
from linli.domains.places.imports.letters import decoder_for
from linli.domains.places.imports.signatures import Kind, check_pbf_is_whole, check_sqlite_is_whole
from linli.foundation.territory.geojson import UnreadableFile
from linli.kernel.crs import UnknownCrs, are_same


def open_table(data: bytes, asked: Asked, *, kind: Kind, folder: Path) -> Source:
    """Open a file of a kind in an empty folder of its own; raises :class:`UnreadableFile`."""
    if kind is Kind.SHAPEFILE:
        return _shapefile(unpack_shapefile(data, layer=asked.layer, folder=folder), asked)
    if kind is Kind.GEOPACKAGE:
        check_sqlite_is_whole(data)
        return _geopackage(_written(data, folder / "buildings.gpkg"), asked)
    check_pbf_is_whole(data)
    return Source(crs="", chunks=layers.read_osm(_written(data, folder / "buildings.osm.pbf")))


def _shapefile(path: Path, asked: Asked) -> Source:
    _drop_unreadable(path.with_suffix(".prj"))
    crs = _crs(layers.crs_of(path, driver=layers.SHAPEFILE, layer=None), asked)
    decode = decoder_for(path, asked=asked.encoding)
    return Source(crs=crs, chunks=layers.read_table(path, layer=None, decode=decode))


def _drop_unreadable(page: Path) -> None:
    """Treat a .prj file that is no text as one that is not there: its system is then asked for."""
    if page.exists():
        try:
            page.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            page.unlink()


def _geopackage(path: Path, asked: Asked) -> Source:
    layer = layers.layer_of(path, asked)
    crs = _crs(layers.crs_of(path, driver=layers.GEOPACKAGE, layer=layer), asked)
    return Source(crs=crs, chunks=layers.read_table(path, layer=layer, decode=None))


def _crs(found: str, asked: Asked) -> str:
    if not found and not asked.crs:
        raise UnreadableFile(
            _("The file does not say its coordinate reference system. Say it, such as EPSG:4490 or EPSG:4547.")
        )
    try:
        if found and asked.crs and not are_same(found, asked.crs):
            text = _("The file names another coordinate reference system than %(crs)s. Leave it out, or mend the file.")
            raise UnreadableFile(text % {"crs": asked.crs})
    except UnknownCrs as unknown:
        raise UnreadableFile(unknown_crs(str(unknown))) from None
    return found or asked.crs


def _written(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path
