"""How right the records are: gold pages against what the product makes of their bytes."""

from extract.evaluation.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
