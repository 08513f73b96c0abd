"""Where the built-in rules lie: inside the installed package, or beside extract/ in a checkout."""

from pathlib import Path


def rules_folder() -> Path:
    here = Path(__file__).parent
    installed = here / "_rules"
    return installed if installed.is_dir() else here.parent / "rules"
