"""The JSON Schema of what comes out, generated from the types in schema.py."""

from typing import Any

import msgspec

from extract.schema import VALUE_OF_FIELD, Article, StudyRecord

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the article object; `$defs/StudyRecord` is the record object."""
    types = [Article, StudyRecord, *VALUE_OF_FIELD.values()]
    references, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    values = dict(zip(VALUE_OF_FIELD, references[2:], strict=True))
    definitions["Mention"]["allOf"] = [
        {
            "if": {"properties": {"field": {"const": field}}},
            "then": {"properties": {"value": value}},
        }
        for field, value in values.items()
    ]
    for definition in definitions.values():
        # Everything is always written, null where nothing is known.
        definition["required"] = sorted(definition.get("properties", {}))
    return {"$schema": DIALECT, "title": "studyfacts article", **references[0], "$defs": definitions}
