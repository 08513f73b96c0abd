"""The network in thinc, for spaCy's config: characters through dilated convolutions.

Each block looks at three characters that lie further apart from block to block (Yu & Koltun 2016), so that a few narrow
blocks see a whole name with what stands before and behind it. extract/ner/network.py runs the same in numpy.
"""

from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Embed, Model, Relu, add, chain, list2ragged, ragged2list, residual, with_array
from thinc.initializers import zero_init
from thinc.types import Floats2d

from extract.ner.characters import CLASSES, ROWS, rows_and_classes


@registry.architectures("studyfacts.DilatedCharacters.v1")  # type: ignore[untyped-decorator]
def dilated_characters(width: int, dilations: list[int]) -> Model[Any, Any]:
    """Docs whose tokens are single characters to one vector a character."""
    embed: Model[Any, Any] = add(
        chain(_column(0), Embed(width, ROWS, initializer=zero_init)), chain(_column(1), Embed(width, CLASSES))
    )
    blocks = [residual(chain(_window(dilation), Relu(width, width * 3, normalize=True))) for dilation in dilations]
    body = chain(embed, *blocks) if blocks else embed
    model: Model[Any, Any] = chain(_characters(), list2ragged(), with_array(body), ragged2list())
    model.set_dim("nO", width)
    return model


def _characters() -> Model[Any, Any]:
    def forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
        # A token of several characters is none that the model knows; spaCy's pretraining masks tokens with such words.
        texts = ["".join(token.text if len(token.text) == 1 else "\uffff" for token in doc) for doc in docs]
        arrays = [np.stack(rows_and_classes(text), axis=1) for text in texts]
        return [model.ops.xp.asarray(one) for one in arrays], lambda gradient: []

    return Model("characters", forward)


def _column(number: int) -> Model[Any, Any]:
    def forward(model: Model[Any, Any], ids: Any, is_train: bool) -> tuple[Any, Any]:
        return model.ops.xp.ascontiguousarray(ids[:, number]), lambda gradient: ids

    return Model("column", forward)


def _window(dilation: int) -> Model[Any, Any]:
    """Each row beside the rows `dilation` before and behind it, zeros beyond the ends."""

    def forward(model: Model[Any, Any], rows: Floats2d, is_train: bool) -> tuple[Floats2d, Any]:
        xp, width = model.ops.xp, rows.shape[1]
        seen = xp.zeros((rows.shape[0], width * 3), dtype=rows.dtype)
        seen[dilation:, :width] = rows[:-dilation]
        seen[:, width : 2 * width] = rows
        seen[:-dilation, 2 * width :] = rows[dilation:]

        def backprop(gradient: Floats2d) -> Floats2d:
            back = gradient[:, width : 2 * width].copy()
            back[:-dilation] += gradient[dilation:, :width]
            back[dilation:] += gradient[:-dilation, 2 * width :]
            return back

        return seen, backprop

    return Model("window", forward, attrs={"dilation": dilation})
