"""Confidences that can be taken at their word: of facts said with 0.9, nine in ten are right.

A rule's confidence is its writer's guess. `studyfacts evaluate --calibrate` counts on gold pages how often each guess
was right, and keeps a curve for each field in calibration.json beside this module.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Self

import msgspec

SHIPPED = Path(__file__).with_suffix(".json")

Curve = Sequence[tuple[float, float]]
"""Points (raw confidence, share right), rising in the first and not falling in the second, both from 0 to 1."""

# As many decimals as records print.
_DECIMALS = 3
_MOST_KEPT = 4096


class Kept(msgspec.Struct, frozen=True):
    """A calibration file. `gold` is the digest of the pages it was counted on, `mentions` how many of a field there
    were."""

    gold: str
    mentions: dict[str, int]
    curves: dict[str, list[tuple[float, float]]]

    def write(self, path: Path) -> None:
        """A field a line, so that a person reads it and a diff shows what changed."""
        curves = ",\n".join(f"  {_json(field)}: {_json(curve)}" for field, curve in self.curves.items())
        head = f'"gold": {_json(self.gold)},\n "mentions": {_json(self.mentions)}'
        path.write_text(f'{{\n {head},\n "curves": {{\n{curves}\n }}\n}}\n', "utf-8")


class Calibration:
    """A monotone curve a field, linear between its points and level beyond them. `digest` is one for equal curves."""

    def __init__(self, curves: Mapping[str, Curve]) -> None:
        """Raises ValueError, naming the field, for points that are no curve."""
        for field, curve in curves.items():
            if not _is_curve(curve):
                raise ValueError(f"{field}: a curve has points from 0 to 1 that rise in raw confidence and never fall")
        self.digest = hashlib.sha256(msgspec.json.encode(curves, order="sorted")).hexdigest()
        # Few confidences are said, each of many mentions.
        self.confidence = lru_cache(_MOST_KEPT)(self._confidence)
        self._curves = {
            field: ([raw for raw, _ in curve], [share for _, share in curve]) for field, curve in curves.items()
        }

    @classmethod
    def load(cls, path: str | Path = SHIPPED) -> Self:
        """Raises ValueError, naming the file, for a file that is no calibration."""
        try:
            return cls(msgspec.json.decode(Path(path).read_bytes(), type=Kept).curves)
        except (msgspec.MsgspecError, ValueError) as error:
            raise ValueError(
                f"{path} is no calibration; make it with studyfacts evaluate --calibrate: {error}"
            ) from error

    def _confidence(self, field: str, raw: float) -> float:
        """The share of a field's mentions said with `raw` that is right; `raw` itself for a field without a curve."""
        curve = self._curves.get(field)
        if curve is None:
            return raw
        raws, shares = curve
        at = bisect_right(raws, raw)
        if at in (0, len(raws)):
            return round(shares[max(at - 1, 0)], _DECIMALS)
        low, high = raws[at - 1], raws[at]
        below, above = shares[at - 1], shares[at]
        return round(below + (above - below) * (raw - low) / (high - low), _DECIMALS)


def _is_curve(curve: Curve) -> bool:
    raws, shares = [raw for raw, _ in curve], [share for _, share in curve]
    rises = all(low < high for low, high in pairwise(raws))
    return bool(curve) and rises and sorted(shares) == shares and all(0 <= one <= 1 for one in (*raws, *shares))


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
