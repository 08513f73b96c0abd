"""The network in thinc, for spaCy's config: characters, and what the rules say of them, through dilated convolutions.

Each block looks at three characters that lie further apart from block to block (Yu & Koltun 2016), so that a few narrow
blocks see a whole name with what stands before and behind it. extract/ner/network.py runs the same in numpy.
"""

from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Embed, Linear, Model, Relu, add, chain, residual, with_array
from thinc.initializers import zero_init
from thinc.types import Floats2d

from extract.ner.characters import CLASSES, ROWS, rows_and_classes
from extract.ner.signs import SIZES, spread

SIGNS = "studyfacts_signs"
"""Where a spaCy Doc of single characters keeps what the rules say of them, in `user_data`."""


@registry.architectures("studyfacts.DilatedCharacters.v2")  # type: ignore[untyped-decorator]
def dilated_characters(width: int, dilations: list[int], dropout: float) -> Model[Any, Any]:
    """Docs whose tokens are single characters to one vector a character."""
    model: Model[Any, Any] = chain(_characters(), body(width, dilations, dropout))
    model.set_dim("nO", width)
    return model


def body(width: int, dilations: list[int], dropout: float) -> Model[Any, Any]:
    """Of each text an array (row, class, signs) a character to one vector a character."""
    embed: Model[Any, Any] = add(
        chain(_column(0), Embed(width, ROWS, initializer=zero_init)),
        chain(_column(1), Embed(width, CLASSES)),
        chain(_spread(), Linear(width, sum(SIZES))),
    )
    blocks: list[Model[Any, Any]] = [
        with_array(
            residual(chain(_window(dilation), Relu(width, width * 3, normalize=True, dropout=dropout))), pad=dilation
        )
        for dilation in dilations
    ]
    made: Model[Any, Any] = chain(with_array(embed), *blocks)
    made.set_dim("nO", width)
    return made


def _characters() -> Model[Any, Any]:
    def forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
        return [model.ops.xp.asarray(_numbers(doc)) for doc in docs], lambda gradient: []

    return Model("characters", forward)


def _numbers(doc: Doc) -> Any:
    rows, classes = rows_and_classes("".join(token.text for token in doc))
    signs = doc.user_data.get(SIGNS)
    if signs is None:
        signs = np.zeros((len(doc), len(SIZES)), np.int32)
    return np.concatenate([rows[:, None], classes[:, None], signs], axis=1, dtype=np.int32)


def _column(number: int) -> Model[Any, Any]:
    def forward(model: Model[Any, Any], ids: Any, is_train: bool) -> tuple[Any, Any]:
        return model.ops.xp.ascontiguousarray(ids[:, number]), lambda gradient: ids

    return Model("column", forward)


def _spread() -> Model[Any, Any]:
    def forward(model: Model[Any, Any], ids: Any, is_train: bool) -> tuple[Any, Any]:
        return spread(ids[:, 2:]), lambda gradient: ids

    return Model("spread", forward)


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
