"""Characters as the model sees them: a row of the embedding table, and a class."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

# Printable ASCII, the Han characters of Unicode's first block, then one row for all other characters.
_ASCII = (0x20, 0x7F)
_HAN = (0x4E00, 0xA000)
OTHER = (_ASCII[1] - _ASCII[0]) + (_HAN[1] - _HAN[0])
ROWS = OTHER + 1
_CLASSES = {
    "digit": "0123456789",
    "blank": " \n",
    "open": "([《「『【“",
    "close": ")]》」』】”",
    "stop": "。!?;…",
    "pause": ",、:/-~·",
}
CLASSES = len(_CLASSES) + 5


@cache
def _tables() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    rows = np.full(0x10000, OTHER, np.int32)
    rows[_ASCII[0] : _ASCII[1]] = np.arange(_ASCII[1] - _ASCII[0])
    rows[_HAN[0] : _HAN[1]] = np.arange(_HAN[1] - _HAN[0]) + (_ASCII[1] - _ASCII[0])
    classes = np.full(0x10000, len(_CLASSES), np.int32)
    classes[_HAN[0] : _HAN[1]] = len(_CLASSES) + 1
    classes[ord("A") : ord("Z") + 1] = len(_CLASSES) + 2
    classes[ord("a") : ord("z") + 1] = len(_CLASSES) + 3
    classes[0xC0:0x250] = len(_CLASSES) + 4
    for number, signs in enumerate(_CLASSES.values()):
        for sign in signs:
            classes[ord(sign)] = number
    return rows, classes


def rows_and_classes(text: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each character of a shadow its row and class. Characters outside the basic plane count as other."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    points = np.where(points > 0xFFFF, 0xFFFF, points)
    rows, classes = _tables()
    return rows[points], classes[points]
