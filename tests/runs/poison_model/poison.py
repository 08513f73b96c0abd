"""A spaCy pipeline, given to runs by `--model poison`, that does to its process what a page's text says."""

import os
import signal
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc


@Language.component("poison")
def poison(doc: Doc) -> Doc:
    if "此页终止进程" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "此页耗尽内存" in doc.text:
        bytearray(10 * 2**30)
    if "此页没有尽头" in doc.text:
        while True:
            pass
    if "此页移走文件" in doc.text:
        Path(os.environ["VANISHING"]).unlink(missing_ok=True)
    return doc


def load(**overrides: Any) -> Language:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("poison")
    return pipeline
