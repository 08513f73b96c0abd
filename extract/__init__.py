"""studyfacts: study records from Chinese medical articles, each value tied to the characters it came from."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.extractor import Extractor

__version__ = "0.1.0"
__all__ = ["Extractor", "__version__"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: `studyfacts --help` needs none of it.
    if name == "Extractor":
        from extract.extractor import Extractor

        return Extractor
    raise AttributeError(f"module 'extract' has no attribute {name!r}")
