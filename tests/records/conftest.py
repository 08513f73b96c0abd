import pytest

from extract import Extractor


@pytest.fixture(scope="package")
def extractor() -> Extractor:
    return Extractor()
