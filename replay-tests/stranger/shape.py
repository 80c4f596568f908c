"""Whether a payload is canonical and of its kind's shape (`record.md`, "Payload" and "What verification checks", 1)."""

import datetime
import json
import re

import names

_WHOLE = 2**53 - 1
_LEVELS = 16
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class Refused(ValueError):
    """A text is not what its description asks for."""


def canonical(data):
    """Reads canonical JSON from bytes; whatever is not its own canonical form is refused."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_no_fraction, parse_constant=_no_fraction)
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Refused(str(error)) from error
    if again != data:
        raise Refused("not its own canonical form")
    if not isinstance(value, dict):
        raise Refused("no object")
    _narrow(value, 1)
    return value


def _no_fraction(text):
    raise Refused(f"{text} is no whole number")


def _narrow(value, level):
    """The limits beyond RFC 8785: names, whole numbers, no null, levels."""
    if level > _LEVELS:
        raise Refused(f"more than {_LEVELS} levels")
    if isinstance(value, dict):
        for name, inner in value.items():
            if not _SNAKE.fullmatch(name):
                raise Refused(f"name {name!r} is not in snake case")
            _narrow(inner, level + 1 if isinstance(inner, (dict, list)) else level)
    elif isinstance(value, list):
        for inner in value:
            _narrow(inner, level + 1 if isinstance(inner, (dict, list)) else level)
    elif value is None:
        raise Refused("null")
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > _WHOLE:
        raise Refused(f"{value} is beyond 2^53 - 1")


class Shapes:
    """The JSON Schemas of `event/`, with as much of JSON Schema as they use."""

    def __init__(self, folder):
        self._files = {}
        for path in sorted(folder.glob("*.json")):
            schema = json.loads(path.read_text("utf-8"))
            self._files[schema["$id"]] = schema
        self._by_kind = {name.rsplit("/", 1)[1]: name for name in self._files}

    def check(self, kind, number, payload):
        """Refuses a payload that is not of the shape of its kind and schema number."""
        name = self._by_kind.get(f"{kind}.v{number}.json")
        if name is None:
            raise Refused(f"no shape of {kind}, schema {number}")
        self._check(self._files[name], payload, name, kind)

    def _check(self, schema, value, file, place):
        for word, asked in schema.items():
            rule = _RULES.get(word)
            if rule is not None:
                rule(self, schema, asked, value, file, place)
            elif word not in _SILENT:
                raise Refused(f"{file} uses {word!r}, which this program does not know")

    def _matches(self, schema, value, file, place):
        try:
            self._check(schema, value, file, place)
        except Refused:
            return False
        return True

    def _reference(self, _schema, asked, value, file, place):
        if not asked.startswith("#/$defs/"):
            self._check(self._files[asked], value, asked, place)
            return
        name = asked.rsplit("/", 1)[1]
        self._check(self._files[file]["$defs"][name], value, file, place)
        _spelt(name, value, place)

    def _properties(self, _schema, asked, value, file, place):
        for name, inner in asked.items():
            if name in value:
                self._check(inner, value[name], file, f"{place}.{name}")

    def _additional(self, schema, _asked, value, _file, place):
        for name in value:
            if name not in schema["properties"]:
                raise Refused(f"{place}: {name!r} is not known")

    def _required(self, _schema, asked, value, _file, place):
        for name in asked:
            if name not in value:
                raise Refused(f"{place}: {name!r} is missing")

    def _items(self, _schema, asked, value, file, place):
        for number, inner in enumerate(value):
            self._check(asked, inner, file, f"{place}[{number}]")

    def _all_of(self, _schema, asked, value, file, place):
        for inner in asked:
            self._check(inner, value, file, place)

    def _any_of(self, _schema, asked, value, file, place):
        if not any(self._matches(inner, value, file, place) for inner in asked):
            raise Refused(f"{place}: {value!r} is none of what it may be")

    def _if(self, schema, asked, value, file, place):
        if self._matches(asked, value, file, place):
            self._check(schema["then"], value, file, place)

    def _plain(self, schema, _asked, value, _file, place):
        if not _holds(schema, value):
            raise Refused(f"{place}: {value!r} is not as the schema has it")


def _holds(schema, value):
    """The words of JSON Schema that need no other schema."""
    if "type" in schema and not _is(schema["type"], value):
        return False
    if "const" in schema and value != schema["const"] or "enum" in schema and value not in schema["enum"]:
        return False
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return False
    if "minLength" in schema and not schema["minLength"] <= len(value):
        return False
    if "maxLength" in schema and not len(value) <= schema["maxLength"]:
        return False
    return not ("minimum" in schema and value < schema["minimum"] or "maximum" in schema and value > schema["maximum"])


def _is(kind, value):
    python = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}[kind]
    return isinstance(value, python) and (python is bool or not isinstance(value, bool))


def _spelt(name, value, place):
    """What no pattern can say of a day, a licence, a name and a serial number."""
    try:
        if name == "day":
            datetime.date.fromisoformat(value)
        elif name == "licence":
            names.licence(value)
        elif name == "name" and value != value.strip():
            raise ValueError("blanks at the ends")
        elif name == "serial" and not names.serial_is_whole(value):
            raise ValueError("the check digit is wrong")
    except ValueError as error:
        raise Refused(f"{place}: {error}") from error


_RULES = {
    "$ref": Shapes._reference, "properties": Shapes._properties, "additionalProperties": Shapes._additional,
    "required": Shapes._required, "items": Shapes._items, "allOf": Shapes._all_of, "anyOf": Shapes._any_of, "if": Shapes._if,
    **dict.fromkeys(
        ("type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"), Shapes._plain
    ),
}
_SILENT = {"$schema", "$id", "$defs", "title", "description", "then", "format"}
