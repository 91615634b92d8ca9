"""As much of JSON Schema as our own OpenAPI document uses; a word of it that is not known here is refused."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
_KNOWN = {"$ref", "type", "enum", "format", "properties", "required", "additionalProperties", "items", "minItems"}
_KNOWN |= {"maxItems", "minimum", "maximum", "maxLength", "description", "default", "contentEncoding"}
_KNOWN |= {"contentMediaType"}


def faults(document: dict[str, Any], schema: dict[str, Any], value: Any, where: str = "$") -> Iterator[str]:
    """What of the value the schema does not allow."""
    if "$ref" in schema:
        schema = resolved(document, schema["$ref"])
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    # The very type: to Python True is a number too.
    if types and not any(type(value) in _TYPES[one] for one in types):
        yield f"{where}: {value!r} is no {types}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if schema.get("format") == "date-time" and isinstance(value, str) and datetime.fromisoformat(value).tzinfo is None:
        yield f"{where}: {value!r} has no zone"
    if isinstance(value, dict):
        yield from _of_object(document, schema, value, where)
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{where}: {len(value)} items"
        for number, one in enumerate(value):
            yield from faults(document, schema.get("items", {}), one, f"{where}[{number}]")


def _of_object(document: dict[str, Any], schema: dict[str, Any], value: dict[str, Any], where: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (f"{where}: {one} is missing" for one in schema.get("required", []) if one not in value)
    if schema.get("additionalProperties") is False:
        yield from (f"{where}: {one} is not described" for one in value if one not in properties)
    for name, one in properties.items():
        if name in value:
            yield from faults(document, one, value[name], f"{where}.{name}")


def resolved(document: dict[str, Any], address: str) -> dict[str, Any]:
    found: Any = document
    for part in address.removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, dict)
    return found
