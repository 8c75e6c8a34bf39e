"""The forms of geographic files: the file, and what its coordinates are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.geo import Datum
from linli.portals.setup.forms.fields import DayField, input_attrs

MOST_GRID_BYTES = 700_000
"""A grid file travels back with the preview, inside a form of a megabyte at most."""
MOST_BUILDING_BYTES = 60_000_000
DATUMS = (
    (Datum.WGS84.value, _("WGS 84 or CGCS2000 (receivers, surveys, GeoJSON by its standard)")),
    (Datum.GCJ02.value, _("GCJ-02 (Chinese web maps)")),
    (Datum.BD09.value, _("BD-09 (Baidu)")),
)


class FileForm(forms.Form):
    """A GeoJSON file and what its coordinates are: asked, with nothing chosen beforehand."""

    file = forms.FileField(label=_("GeoJSON file"), widget=forms.FileInput(attrs=input_attrs(accept=".geojson,.json")))
    datum = forms.ChoiceField(label=_("Coordinates in the file"), choices=DATUMS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, most_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most_bytes = most_bytes

    def clean_file(self) -> Any:
        """Refuse a file that is larger than the page can take."""
        file = self.cleaned_data["file"]
        if file.size > self._most_bytes:
            text = _("The file has %(size)d kB, this page takes %(most)d kB. Use the command line for larger ones.")
            raise forms.ValidationError(text % {"size": file.size // 1000, "most": self._most_bytes // 1000})
        return file


class BuildingFileForm(FileForm):
    """A file of footprints, and what only some files leave open."""

    file = forms.FileField(
        label=_("File of footprints"),
        widget=forms.FileInput(attrs=input_attrs(accept=".geojson,.json,.zip,.gpkg,.pbf")),
    )
    crs = forms.CharField(
        label=_("Coordinate reference system"),
        required=False,
        max_length=20,
        help_text=_("For a Shapefile without .prj or a GeoPackage without one, such as EPSG:4490 or EPSG:4547."),
        widget=forms.TextInput(attrs=input_attrs(autocomplete="off")),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of the texts"),
        required=False,
        choices=(("", _("As the file says")), ("gbk", "GBK"), ("utf-8", "UTF-8")),
        help_text=_("For a Shapefile without .cpg."),
        widget=forms.Select(attrs=input_attrs()),
    )
    layer = forms.CharField(
        label=_("Layer"),
        required=False,
        max_length=100,
        help_text=_("For a file with several layers."),
        widget=forms.TextInput(attrs=input_attrs(autocomplete="off")),
    )
    field_order = ("file", "datum", "crs", "encoding", "layer")


class GridFileForm(FileForm):
    """A grid file, and the day from which its grids hold."""

    from_on = DayField(label=_("In force from"))
