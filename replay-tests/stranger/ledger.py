"""Reading a ledger file (`record.md`, "The ledger file", and `ledger.v1.sql`)."""

import sqlite3
import struct
import urllib.parse
import uuid

HEADER = (
    "suite", "ledger", "stream", "version", "previous", "event", "command", "request", "part", "parts", "kind",
    "schema", "origin", "effective", "recorded", "actor", "rulebook", "payload_hash",
)
"""The fields of a header, in the order in which they are hashed (`record.md`, "Header")."""

CORRECTIONS = ("event-annulled", "event-reversed", "event-amended")

_INTEGERS = {
    "suite": ">B", "version": ">Q", "part": ">H", "parts": ">H", "schema": ">H", "origin": ">B", "recorded": ">q"
}
_TEXTS = ("kind", "effective", "actor")


class Unreadable(Exception):
    """An input that is no ledger, no answer or no index."""


class Event:
    """One row of `event`: the header's fields under their names, `position`, `payload` (bytes or None) and `hash`.

    `body` is the payload as an object, or None if it was withheld or cannot be read.
    """

    __slots__ = (*HEADER, "position", "payload", "hash", "body")

    def __init__(self, row):
        for name, value in zip((*HEADER, "position", "payload", "hash"), row):
            setattr(self, name, value.decode() if name in _TEXTS else value)
        self.body = None

    def header(self):
        """The bytes over which the event's hash is made."""
        fields = []
        for name in HEADER:
            value = getattr(self, name)
            if name in _INTEGERS:
                fields.append(struct.pack(_INTEGERS[name], value))
            elif name in _TEXTS:
                text = value.encode()
                fields.append(struct.pack(">I", len(text)) + text)
            else:
                fields.append(value)
        return b"".join(fields)

    def id(self):
        """The event's id as a payload spells it."""
        return str(uuid.UUID(bytes=self.event))


class Ledger:
    """The four tables of a ledger, as stored, and what is not as it should be in the file around them."""

    def __init__(self, path, definitions):
        try:
            self._read(path, definitions)
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            raise Unreadable(f"{path}: {error}") from error

    def _read(self, path, definitions):
        address = f"file:{urllib.parse.quote(str(path.resolve()))}?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True)
        database.text_factory = bytes
        columns = ", ".join(f"CAST({name} AS BLOB)" if name in _TEXTS else name for name in HEADER)
        query = f"SELECT {columns}, position, CAST(payload AS BLOB), hash FROM event ORDER BY position"
        self.events = [Event(row) for row in database.execute(query)]
        self.documents = dict(database.execute("SELECT hash, bytes FROM document"))
        self.subjects = {
            (kind.decode(), name.decode(), position)
            for kind, name, position in database.execute("SELECT kind, name, position FROM subject")
        }
        self.frontier = [edge for (edge,) in database.execute("SELECT bytes FROM frontier")]
        self.faults = [*_tables(database, definitions), *_file_header(path)]
        database.close()


def _tables(database, definitions):
    """The database's own checks, and its definitions against those of `ledger.v1.sql`."""
    asked = "SELECT type, name, tbl_name, CAST(sql AS BLOB) FROM sqlite_schema ORDER BY type, name"
    model = sqlite3.connect(":memory:")
    model.text_factory = bytes
    model.executescript(definitions)
    if database.execute(asked).fetchall() != model.execute(asked).fetchall():
        yield "tables, indexes and triggers are not those of ledger.v1.sql"
    if database.execute("PRAGMA integrity_check").fetchall() != [(b"ok",)]:
        yield "the database's integrity check fails"
    if database.execute("PRAGMA foreign_key_check").fetchall():
        yield "a foreign key points nowhere"


def _file_header(path):
    """The values of SQLite's file header that are the same in every ledger."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(100)
    page, write, read, reserved = struct.unpack(">HBBB", head[16:21])
    pages, = struct.unpack(">I", head[28:32])
    schema_format, = struct.unpack(">I", head[44:48])
    vacuum, encoding, version = struct.unpack(">3I", head[52:64])
    application, = struct.unpack(">I", head[68:72])
    page = 65536 if page == 1 else page
    values = (write, read, reserved, schema_format, vacuum, encoding, version, application)
    if values != (1, 1, 0, 4, 0, 1, 1, 0x4C4C4544):
        yield f"the file's header holds {values}"
    if size != page * pages:
        yield f"the file has {size} bytes, but {pages} pages of {page}"
