"""The network in numpy says what the trained pipeline says, for any text, alone or among others."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extract.ner.network import Network
from extract.ner.signs import SIZES, Signs
from extract.ner.tags import TAGS
from extract.training.architecture import SIGNS
from extract.training.train import network_config, pack

TEXTS = st.text(st.sampled_from("苏州大学附属第一医院血液科在《Blood》报告52例 P<0.01。𠮷\n"), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def pipeline() -> Language:
    """The network of config.cfg with random weights: what it says means nothing, but both must say it."""
    nlp = spacy.blank("zh")
    tagger = nlp.add_pipe("tagger", name="names", config={"model": network_config()})
    for tag in TAGS:
        tagger.add_label(tag)
    nlp.initialize()
    random = np.random.default_rng(1)
    for node in tagger.model.walk():
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, random.normal(0, 0.3, node.get_param(name).shape).astype("f"))
    return nlp


@pytest.fixture(scope="module")
def network(pipeline: Language) -> Network:
    return pack(pipeline)


def signs_of(text: str) -> Signs:
    """Signs that say nothing true, but differ from character to character."""
    columns = [[(ord(char) * (number + 7)) % size for char in text] for number, size in enumerate(SIZES)]
    return np.array(columns, np.uint8).T


def by_spacy(pipeline: Language, text: str) -> np.ndarray:
    tagger = pipeline.get_pipe("names")
    told = {SIGNS: signs_of(text)}
    (scores,) = tagger.model.predict(
        [Doc(pipeline.vocab, words=list(text), spaces=[False] * len(text), user_data=told)]
    )
    scores = scores[:, [tagger.labels.index(tag) for tag in TAGS]]
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


@settings(deadline=None, max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_numpy_says_what_spacy_says(pipeline: Language, network: Network, texts: list[str]) -> None:
    for text, scores in zip(texts, network.scores(texts, [signs_of(one) for one in texts]), strict=True):
        np.testing.assert_allclose(scores, by_spacy(pipeline, text), atol=2e-4)


def test_a_network_comes_back_from_its_file(network: Network, tmp_path: Path) -> None:
    network.save(tmp_path / "names.npz")
    text = "苏州大学附属第一医院"
    (kept,) = Network.load(tmp_path / "names.npz").scores([text], [signs_of(text)])
    (made,) = network.scores([text], [signs_of(text)])
    np.testing.assert_allclose(kept, made, atol=0.05)  # half precision
    assert (kept.argmax(axis=1) == made.argmax(axis=1)).all()
