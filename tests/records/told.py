"""Records of a text's lines, and what they hold."""

from extract import Extractor
from extract.schema import StudyRecord


def records(extractor: Extractor, *lines: str) -> list[StudyRecord]:
    return extractor.extract("\n".join(lines), kind="text").records


def names(record: StudyRecord) -> list[str]:
    return [institution.name for institution in record.institutions]


def patients(record: StudyRecord) -> list[int]:
    return [one.value for one in record.patients]
