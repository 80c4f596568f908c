"""Which events count, and in which order (`meaning.md`, "Which events count")."""

from typing import NamedTuple, Optional

from ledger import CORRECTIONS


class Fact(NamedTuple):
    """An event that counts, as what stands in its place has it.

    `recording` is the position of the amendment that stands, or its own; `first` is the payload of the first recording
    if another stands in its place; `trace` says that only what a reversal leaves of it counts.
    """

    effective: str
    position: int
    stream: bytes
    version: int
    kind: str
    body: dict
    recording: int
    first: Optional[dict]
    trace: bool


def folded(events, targets, known_at, as_of):
    """The facts that the first `known_at` events make up at the end of the day `as_of`, in the order of folding."""
    known = [event for event in events[:known_at] if event.body is not None]
    undone, reversed_on, replaced = _resolved(known, targets, as_of)
    facts = []
    for event in known:
        if event.kind in CORRECTIONS or event.position in undone:
            continue
        own = (event.effective, event.kind, event.body, event.position)
        effective, kind, body, recording = replaced.get(event.position, own)
        trace = event.position in reversed_on
        if effective > as_of or trace and effective > reversed_on[event.position]:
            continue
        first = event.body if recording != event.position else None
        facts.append(Fact(effective, event.position, event.stream, event.version, kind, body, recording, first, trace))
    return sorted(facts, key=lambda fact: (fact.effective, fact.position))


def targets(events):
    """The position of each correction's target, by the correction's position; a correction without one is left out."""
    by_place = {(event.stream, event.version): event for event in events}
    found = {}
    for event in events:
        if event.kind in CORRECTIONS and event.body is not None:
            said = event.body["target"]
            target = by_place.get((event.stream, said["version"]))
            if target is not None and target.id() == said["event"] and target.version < event.version:
                found[event.position] = target.position
    return found


def _resolved(known, targets, as_of):
    """What never happened, what was reversed on which day, and what stands in the place of what (steps 3 and 4)."""
    undone = set()
    reversed_on = {}
    replaced = {}
    for event in reversed(known):
        target = targets.get(event.position)
        if target is None or event.position in undone or event.position in reversed_on:
            continue
        if event.kind == "event-annulled":
            undone.add(target)
        elif event.kind == "event-reversed":
            if event.effective <= as_of:
                reversed_on[target] = event.effective
        else:
            becomes = event.body["becomes"]
            own = (event.effective, becomes["kind"], becomes["payload"], event.position)
            replaced[target] = replaced.get(event.position, own)
    return undone, reversed_on, replaced
