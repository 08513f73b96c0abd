"""Counts on gold pages how often each confidence is right, and makes a monotone curve of it for each field."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.calibration import Kept
from extract.evaluation.evaluate import Evaluation
from extract.evaluation.facts import MENTIONED
from extract.evaluation.reliability import Confidences, Rights
from extract.gold.corpus import digest

# A field with fewer mentions takes the curve of all fields together.
_ENOUGH_OF_A_FIELD = 60
# Mentions that a step rests on at least: fewer tell a share to no better than some six points.
_ENOUGH_OF_A_STEP = 25
_LOWEST, _HIGHEST = 0.02, 0.995


@dataclass(frozen=True)
class Step:
    """Mentions with raw confidences from `low` to `high`, and how many of them are right."""

    low: float
    high: float
    right: int
    mentions: int

    @property
    def share(self) -> float:
        """The share right by Laplace's rule of succession, so that no run of luck says certainty."""
        return min(max((self.right + 1) / (self.mentions + 2), _LOWEST), _HIGHEST)

    def joined(self, other: "Step") -> "Step":
        return Step(self.low, other.high, self.right + other.right, self.mentions + other.mentions)


def calibrate(evaluation: Evaluation) -> Kept:
    """The curves of all fields judged by mention, right by value. The evaluation must be of an extractor without
    calibration. Where there are few mentions in all, a field has none and keeps its raw confidences."""
    told = {field: evaluation.confidences((field,)) for field in MENTIONED}
    everything = evaluation.confidences(MENTIONED)
    curves = {}
    for field, (raws, rights) in told.items():
        chosen = (raws, rights) if len(rights) >= _ENOUGH_OF_A_FIELD else everything
        if len(chosen[1]) >= _ENOUGH_OF_A_FIELD:
            curves[field] = curve(*chosen)
    mentions = {field: len(rights) for field, (_, rights) in told.items()}
    return Kept(digest([one.gold for one in evaluation.judged]), mentions, curves)


def curve(raws: Confidences, rights: Rights) -> list[tuple[float, float]]:
    """Points (raw, share right), two for each step of an isotonic regression: its first and its last raw confidence."""
    points: dict[float, float] = {}
    for step in _large(_isotonic(raws, rights)):
        points |= {round(raw, 4): round(step.share, 4) for raw in (step.low, step.high)}
    return list(points.items())


def _isotonic(raws: Confidences, rights: Rights) -> list[Step]:
    """The steps of the isotonic regression, by rising raw confidence."""
    from sklearn.isotonic import IsotonicRegression

    # rounded: values of one step may differ in their last bits
    levels = IsotonicRegression().fit_transform(raws, rights.astype(float)).round(9)
    return [
        Step(float(raws[those].min()), float(raws[those].max()), int(rights[those].sum()), int(those.sum()))
        for those in (levels == level for level in np.unique(levels))
    ]


def _large(steps: list[Step]) -> list[Step]:
    """Joins neighbours until every step rests on enough mentions and is surer than the one below it; smoothing pulls
    a short step down more than a long one, so that they may fall again."""
    while len(steps) > 1 and (at := _to_join(steps)) is not None:
        steps = [*steps[:at], steps[at].joined(steps[at + 1]), *steps[at + 2 :]]
    return steps


def _to_join(steps: list[Step]) -> int | None:
    """The first of two neighbours to join: a small step and the neighbour nearest in share, else two that fall."""
    gaps = [high.share - low.share for low, high in pairwise(steps)]
    for at, step in enumerate(steps):
        if step.mentions < _ENOUGH_OF_A_STEP:
            beside = [gap for gap in (at - 1, at) if 0 <= gap < len(gaps)]
            return min(beside, key=lambda gap: abs(gaps[gap]))
    return next((at for at, gap in enumerate(gaps) if gap <= 0), None)
