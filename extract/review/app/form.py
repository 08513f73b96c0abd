"""A field's value as inputs of a form, and back: made from the types of schema.py, so that both always fit."""

from typing import Any, Literal, NamedTuple

import msgspec
from msgspec.inspect import (
    BoolType,
    Field,
    FloatType,
    IntType,
    LiteralType,
    NoneType,
    StructType,
    Type,
    UnionType,
    type_info,
)

from extract.gold.check import CODES
from extract.schema import VALUE_OF_FIELD


class FormError(ValueError):
    """A value that the field's type does not allow. The message names the input."""


class Input(NamedTuple):
    """`options` are codes, for a choice only. `value` is text as an input holds it."""

    name: str
    kind: Literal["text", "number", "choice", "check"]
    options: list[str]
    value: str
    is_required: bool


def inputs(field: str, value: dict[str, Any]) -> list[Input]:
    """The inputs for a value of a field, as plain mapping; empty where it says nothing."""
    info = type_info(VALUE_OF_FIELD[field])
    assert isinstance(info, StructType)
    return [
        _input(one.encode_name, _kind_of(field, one), value.get(one.encode_name), one.required) for one in info.fields
    ]


def _kind_of(field: str, one: Field) -> Type:
    """The codes of cells are a closed list too, though the schema leaves room for more."""
    return LiteralType(tuple(sorted(CODES))) if (field, one.name) == ("cell_type", "code") else one.type


def _input(name: str, type_: Type, value: Any, is_required: bool) -> Input:
    inner = _without_none(type_)
    text = "" if value is None else str(value)
    match inner:
        case LiteralType():
            return Input(name, "choice", [str(code) for code in inner.values], text, is_required)
        case BoolType():
            return Input(name, "check", [], "true" if value else "", False)
        case IntType() | FloatType():
            return Input(name, "number", [], f"{value:.12g}" if isinstance(value, float) else text, is_required)
        case _:
            return Input(name, "text", [], text, is_required)


def _without_none(type_: Type) -> Type:
    if not isinstance(type_, UnionType):
        return type_
    return next(one for one in type_.types if not isinstance(one, NoneType))


def read_value(field: str, given: dict[str, Any]) -> dict[str, Any]:
    """The value of a field as plain mapping, from what a form sent: texts, empty where nothing was said.

    Raises FormError where it does not fit.
    """
    if field not in VALUE_OF_FIELD:
        raise FormError(f"no field is called {field}")
    said = {key: text.strip() if isinstance(text, str) else text for key, text in given.items()}
    kept = {key: value for key, value in said.items() if value not in ("", None)}
    try:
        value = msgspec.convert(kept, VALUE_OF_FIELD[field], strict=False)
    except msgspec.ValidationError as error:
        raise FormError(str(error)) from error
    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain
