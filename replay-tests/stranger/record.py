"""What verification checks of a ledger's record (`record.md`, "What verification checks").

Each finding is a pair: its identifier in `codes.md`, and a sentence that says where.
"""

from collections import Counter

import blake3
from ledger import CORRECTIONS
from names import listed
from shape import Refused, canonical

_CONTEXT = "licence-ledger 2026-11 event suite 1"
_BY_ITSELF = ("ledger-created", "import-committed", "loss-accepted", "period-closed")
_OF_LEDGER = (*_BY_ITSELF, "rulebook-adopted", "company-added")
_SINCE_1990 = 631_152_000_000_000
_UNTIL_2101 = 4_133_980_800_000_000
_ZEROS = bytes(32)


def read_payloads(ledger, shapes):
    """Hash, canonical form and shape of each payload; sets `body` of each event."""
    there = [event for event in ledger.events if event.payload is not None]
    for event, digest in zip(there, blake3.hash_all([event.payload for event in there])):
        if digest != event.payload_hash:
            yield "INT-PAYLOAD", f"position {event.position}: the payload is not the one of the header"
        try:
            body = canonical(event.payload)
            shapes.check(event.kind, event.schema, body)
            event.body = body
        except Refused as error:
            yield "INT-SHAPE", f"position {event.position}: {error}"
    for event in ledger.events:
        if event.payload is None:
            yield "INT-WITHHELD", f"position {event.position}: the payload is withheld"


def headers(ledger):
    """Hash of each header, and how headers hang together. Nothing else is concluded from a header with a wrong hash."""
    own = ledger.events[0].ledger if ledger.events else b""
    digests = blake3.derive_all(_CONTEXT, [event.header() for event in ledger.events])
    ends = {}
    before = None
    rulebook = None
    for position, (event, digest) in enumerate(zip(ledger.events, digests)):
        place = f"position {event.position}"
        follows = (event.version, event.previous) == ends.get(event.stream, (1, _ZEROS))
        ends[event.stream] = (event.version + 1, event.hash)
        if event.position != position:
            yield "INT-GAP", f"{place}: {position} was expected"
        if digest != event.hash:
            yield "INT-HASH", f"{place}: the stored hash is not that of the header"
            continue
        if event.ledger != own or event.suite != 1:
            yield "INT-FOREIGN", f"{place}: another ledger or another suite"
        if not follows:
            yield "INT-CHAIN", f"{place}: does not follow the version before it"
        if not _SINCE_1990 <= event.recorded < _UNTIL_2101 or before is not None and event.recorded < before.recorded:
            yield "INT-TIME", f"{place}: recorded before its predecessor, or at no time from 1990 to 2100"
        if event.event[6] >> 4 != 7 or event.event[8] >> 6 != 2:
            yield "INT-ID", f"{place}: the id is no UUID of version 7"
        if (event.kind == "ledger-created") != (position == 0):
            yield "INT-GENESIS", f"{place}: the first event, and no other, is ledger-created"
        if event.body is not None and event.kind == "ledger-created":
            rulebook = bytes.fromhex(event.body["rulebook"])
        if rulebook is not None and event.rulebook != rulebook:
            yield "INT-RULEBOOK", f"{place}: another rulebook than the one in force"
        if event.kind == "rulebook-adopted":
            rulebook = event.body and bytes.fromhex(event.body["rulebook"])
        before = event


def kinds(ledger):
    """Stream and origin of each kind (`record.md`, "Kinds and origins")."""
    for event in ledger.events:
        place = f"position {event.position}: {event.kind}"
        correction = event.kind in CORRECTIONS
        if correction:
            origins = (4,)
        elif event.kind in _BY_ITSELF:
            origins = (5,)
        else:
            origins = (2,) if event.body and "evidence" in event.body else (1, 2)
        if event.origin not in origins:
            yield "INT-ORIGIN", f"{place} has origin {event.origin}"
        own = event.stream == event.ledger
        begins = not own and event.version == 1
        if not correction and own != (event.kind in _OF_LEDGER) or begins != (event.kind == "project-opened"):
            yield "INT-STREAM", f"{place} stands in a wrong stream, or a project is not opened once, at its beginning"


def batches(ledger):
    """Batches, commands and the files of rows."""
    groups = side_by_side(ledger)
    for command, times in Counter(group[0].command for group in groups).items():
        if times > 1:
            yield "INT-BATCH", f"command {command.hex()} stands in the ledger {times} times"
    for group in groups:
        place = f"positions {group[0].position} to {group[-1].position}"
        if [(event.part, event.parts) for event in group] != [(part, len(group)) for part in range(1, len(group) + 1)]:
            yield "INT-BATCH", f"{place}: the batch is not whole"
        if len({(event.request, event.recorded) for event in group}) > 1:
            yield "INT-BATCH", f"{place}: the batch has several requests or times"
    files = {event.body["file"] for event in ledger.events if event.body and event.kind == "import-committed"}
    for event in ledger.events:
        if event.body and "evidence" in event.body and event.body["evidence"]["file"] not in files:
            yield "INT-BATCH", f"position {event.position}: the import of its row has no end"


def side_by_side(ledger):
    """The batches: events of one command that stand side by side."""
    groups = []
    for event in ledger.events:
        if not groups or groups[-1][0].command != event.command:
            groups.append([])
        groups[-1].append(event)
    return groups


def targets(ledger):
    """Each correction speaks of an earlier event of its stream."""
    by_place = {(event.stream, event.version): event for event in ledger.events}
    for event in ledger.events:
        if event.kind in CORRECTIONS and event.body:
            said = event.body["target"]
            target = by_place.get((event.stream, said["version"]))
            if target is None or target.id() != said["event"] or target.version >= event.version:
                yield "INT-TARGET", f"position {event.position}: no such target"


def frontier(ledger, tree):
    """The root over the stored hashes is that of the frontier."""
    if ledger.frontier != [tree.frontier()]:
        yield "INT-TREE", "the frontier is not that of the events"


def documents(ledger):
    """Each document is what its hash says, each one that an event names is there, and no other.

    Documents that no event names are not compared where a payload is withheld, since it may name them.
    """
    needed = set()
    allowed = set()
    open_end = any(event.payload is None for event in ledger.events)
    for event in ledger.events:
        needed.update((event.request, event.rulebook))
        for kind, body in _said(event):
            if kind in ("ledger-created", "rulebook-adopted"):
                needed.add(bytes.fromhex(body["rulebook"]))
            elif kind == "import-committed":
                needed.add(bytes.fromhex(body["file"]))
                allowed.add(bytes.fromhex(body["profile_hash"]))
    for name, digest in zip(ledger.documents, blake3.hash_all(list(ledger.documents.values()))):
        if name != digest:
            yield "INT-DOCUMENT", f"document {name.hex()} was changed"
        if name not in needed and name not in allowed and not open_end:
            yield "INT-DOCUMENT", f"document {name.hex()} belongs to no event"
    for name in needed:
        if name not in ledger.documents:
            yield "INT-DOCUMENT", f"document {name.hex()} is missing"


def index(ledger):
    """The rows of `subject` are those that the events give."""
    given = set()
    for event in ledger.events:
        rows = [row for kind, body in _said(event) for row in _subjects(kind, body)]
        evidence = (event.body or {}).get("evidence")
        if evidence:
            rows += [("row", evidence["identity"]), ("row-key", evidence["business"])]
        given.update((kind, name, event.position) for kind, name in rows)
    for row in sorted(given - ledger.subjects):
        yield "INT-INDEX", f"{row} is missing"
    withheld = {event.position for event in ledger.events if event.payload is None}
    for row in sorted(row for row in ledger.subjects - given if row[2] not in withheld):
        yield "INT-INDEX", f"{row} is one too many"


def _said(event):
    """What an event says: kind and payload, for an amendment also those of what it makes of its target."""
    if event.body:
        yield event.kind, event.body
        if event.kind == "event-amended":
            yield event.body["becomes"]["kind"], event.body["becomes"]["payload"]


def _subjects(kind, body):
    """The names by which an event is found, but for the row of its evidence (`record.md`, "The ledger file")."""
    if kind in ("company-added", "project-opened"):
        yield "company", listed(body["company"])
    if kind == "project-opened":
        yield "project", listed(body["project"])
    for name in ("serial", "old", "new"):
        if name in body:
            yield "device", body[name]
    if kind == "device-moved-in":
        yield "device", body["device"]["serial"]
    extension = body.get("extension") or body.get("warranty")
    if kind == "key-redeemed":
        yield "key", body["key"]
    elif extension:
        yield "key", extension["key"]
    if kind in ("ledger-created", "rulebook-adopted"):
        yield "document", body["rulebook"]
    elif kind == "import-committed":
        yield "document", body["file"]
