r"""Do Label Studio and doccano read what `studyfacts export` wrote? Their own code reads it; offsets are compared.

Runs with the Python of an environment that has the tool, and needs nothing of this project:

    python -m venv ls && ls/bin/pip install label-studio-sdk
    ls/bin/python benchmarks/annotation_tools.py labelstudio tasks.json

    python -m venv dc && dc/bin/pip install 'Django<5' 'chardet<5' django-polymorphic djangorestframework pandas \
        pydantic pyexcel seqeval
    dc/bin/pip install --no-deps doccano 'django-drf-filepond<0.6' django-storages
    dc/bin/python benchmarks/annotation_tools.py doccano examples.jsonl
"""

import json
import sys
import tempfile
import uuid
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


def labelstudio(path: Path) -> None:
    """The SDK checks the interface, each task and each region against it; its converter reads the file."""
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

    config = path.with_name(f"{path.stem}-labels.xml").read_text("utf-8")
    interface = LabelInterface(config)
    interface.validate()
    tasks = json.loads(path.read_text("utf-8"))
    for task in tasks:
        found = [*task.get("annotations", ()), *task.get("predictions", ())]
        assert interface.validate_task({"data": task["data"]})
        errors = [error for one in found for error in interface.validate_prediction(one, return_errors=True)]
        assert not errors, errors[:3]
    # The converter knows annotations only: what was found is read as if somebody had accepted it.
    for number, task in enumerate(tasks):
        task["id"] = number
        task["annotations"] = [
            {"id": number, "completed_by": 1, **one}
            for one in [*task.get("annotations", ()), *task.pop("predictions", ())]
        ]
    accepted = path.with_name(f"{path.stem}-accepted.json")
    accepted.write_text(json.dumps(tasks), "utf-8")
    converter = Converter(config, project_dir=None)
    read = list(converter.iter_from_json_file(str(accepted)))
    accepted.unlink()
    spans = [(one["input"]["text"], region) for one in read for region in one["output"].get("label", ())]
    wrong = [region for text, region in spans if text[region["start"] : region["end"]] != region["text"]]
    _tell(len(read), len(spans), wrong)


def doccano(path: Path) -> None:
    """doccano's parser, reader and makers of examples and spans, as its import job calls them; no database."""
    import django
    from django.conf import settings

    sys.path.insert(0, str(Path(find_spec("backend").origin).parent))  # type: ignore[union-attr,arg-type]
    apps = ["contenttypes", "auth", "sites"]
    own = ["api", "roles", "projects", "users", "labels", "label_types", "examples", "data_import"]
    settings.configure(
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in apps),
            "rest_framework",
            "polymorphic",
            "django_drf_filepond",
            *own,
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SITE_ID=1,
        DJANGO_DRF_FILEPOND_FILE_STORE_PATH=tempfile.gettempdir(),
    )
    django.setup()
    from data_import.pipeline.data import TextData
    from data_import.pipeline.label import SpanLabel
    from data_import.pipeline.makers import ExampleMaker, LabelMaker
    from data_import.pipeline.parsers import JSONLParser
    from data_import.pipeline.readers import FileName, Reader
    from projects.models import Project

    parser = JSONLParser(encoding="utf-8")
    reader = Reader([FileName(str(path), path.name, path.name)], parser)
    maker = ExampleMaker(Project(), TextData, exclude_columns=["label"])
    spans_of = LabelMaker("label", SpanLabel)
    texts: dict[uuid.UUID, str] = {}
    spans = []
    for frame in reader.batch(1000):
        texts |= {one.uuid: one.text for one in maker.make(frame)}
        spans += spans_of.make(frame)
    assert not [*parser.errors, *maker.errors, *spans_of.errors]
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    assert [one["text"] for one in lines] == list(texts.values())
    told = [one["text"][start:end] for one in lines for start, end, _ in one["label"]]
    found = [texts[span.example_uuid][span.start_offset : span.end_offset] for span in spans]
    _tell(len(texts), len(spans), [pair for pair in zip(told, found, strict=True) if pair[0] != pair[1]])


def _tell(articles: int, spans: int, wrong: Iterable[object]) -> None:
    wrong = list(wrong)
    print(f"{articles} articles, {spans} spans read, {len(wrong)} elsewhere than told")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    {"labelstudio": labelstudio, "doccano": doccano}[sys.argv[1]](Path(sys.argv[2]))
