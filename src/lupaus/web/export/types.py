"""The media types of files, by suffix, as the configurations of servers state them."""

from lupaus.media import CSV, DOCUMENT_FORMATS, FORMATS, LINKSET, PATCH, SVG, TIMEMAP

__all__ = ["ASSET_TYPES", "FILE_TYPES", "SITE_TYPES"]

_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
SITE_TYPES = {form.suffix: form.content_type for form in DOCUMENT_FORMATS} | {
    LINKSET.suffix: LINKSET.media_type,
    TIMEMAP.suffix: TIMEMAP.media_type,
    SVG.suffix: SVG.content_type,
    CSV.suffix: CSV.content_type,
    PATCH.suffix: PATCH.content_type,
    "js": _SCRIPT,
    "css": _STYLE,
    "xml": "application/xml",
}
"""Of documents and what belongs to them."""
ASSET_TYPES = {"json": "application/json", SVG.suffix: SVG.content_type, "js": _SCRIPT, "css": _STYLE}
"""Of what the pages are made of."""
FILE_TYPES = {form.suffix: form.content_type for form in FORMATS} | {
    "gz": "application/gzip",
    "zst": "application/zstd",
}
"""Of dumps."""
