"""Types: the media type of a file by its ending; a list of our own, since each system has another."""

from __future__ import annotations

_TYPES = {
    "bib": "application/x-bibtex",
    "cff": "application/yaml",
    "css": "text/css",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "lua": "text/x-lua",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "png": "image/png",
    "py": "text/x-python",
    "qmd": "text/markdown",
    "scss": "text/x-scss",
    "svg": "image/svg+xml",
    "toml": "application/toml",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "wasm": "application/wasm",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
}


def encoding_of(path: str) -> str:
    """The media type of a file."""
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower() if "." in name else "txt"
    return _TYPES.get(ending, "text/plain" if ending == "lock" else "application/octet-stream")
