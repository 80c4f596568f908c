"""Names of licences, companies and projects, and the order in which reports list them."""

import json
import re
import unicodedata
from typing import NamedTuple, Optional

FREE = ""
"""The place "free balance": it sorts before every serial number (`meaning.md`, "Order of rows")."""


class Licence(NamedTuple):
    """The parts of a technical licence name (`meaning.md`, "Names of licences")."""

    family: str
    version: Optional[int] = None
    tier: Optional[int] = None
    cap: Optional[int] = None
    size: Optional[tuple] = None
    variant: Optional[str] = None

    def order(self):
        """Place among licences: what is absent comes first, families without the case of ASCII letters."""
        return (
            _ascii_lower(self.family).encode(),
            self.version or 0,
            self.tier or 0,
            self.cap or 0,
            self.size or (0, 0),
            self.variant or "",
        )

    def without_tier(self):
        """The licence as `balance` has it."""
        return self._replace(tier=None)

    def __str__(self):
        """The stored spelling."""
        text = self.family + (str(self.version) if self.version else "")
        if self.tier:
            text += f"%{self.tier}"
        if self.cap:
            text += f"*{self.cap}"
        if self.size:
            text += f"#{self.size[0]}" + (f"@{self.size[1]}" if self.size[1] else "")
        if self.variant:
            text += f":{self.variant}"
        return text


_GRAMMAR = re.compile(
    r"""
      (?P<bare>Relay-(?:BRIs|PRIs|Channels)|Registrations|SoftwarePhones|Operators)
    | (?P<app>PBX-(?:App|Service)\([a-z0-9._-]+\))(?P<app_version>[1-9][0-9]?)?
    | (?P<family>PBX-[A-Za-z](?:[A-Za-z-]*[A-Za-z])?)(?P<version>[1-9][0-9]?)
      (?:%(?P<floor>[1-9][0-9]{0,6}))? (?:\*(?P<cap>[1-9][0-9]{0,6}))? (?::(?P<variant>base|user))?
    | (?:(?P<sized>PBX)(?P<sized_version>[67])|(?P<voicemail>Voicemail))
      \#(?P<size>[1-9][0-9]{0,6}) (?:@(?P<second>[1-9][0-9]{0,6}))?
    | (?P<gatekeeper>Gatekeeper)(?P<gatekeeper_version>[67])
    """,
    re.VERBOSE,
)

_parsed = {}


def licence(text):
    """The parts of a stored licence name; `ValueError` if it is none."""
    if text not in _parsed:
        _parsed[text] = _parse(text)
    return _parsed[text]


def _parse(text):
    match = _GRAMMAR.fullmatch(text)
    if match is None:
        raise ValueError(f"no licence name: {text!r}")
    part = match.groupdict()
    family = next(part[name] for name in ("bare", "app", "family", "sized", "voicemail", "gatekeeper") if part[name])
    number = {name: int(value) for name, value in part.items() if value and value.isascii() and value.isdecimal()}
    if any(number.get(name, 1) > 1_000_000 for name in ("floor", "cap", "size", "second")):
        raise ValueError(f"a number beyond 1000000: {text!r}")
    versions = ("app_version", "version", "sized_version", "gatekeeper_version")
    return Licence(
        family,
        next((number[name] for name in versions if name in number), None),
        number.get("floor"),
        number.get("cap"),
        (number["size"], number.get("second", 0)) if "size" in number else None,
        part["variant"],
    )


def hardware_families(catalogue):
    """Families of `catalogue.json` that are hardware (`meaning.md`, "Coverage")."""
    families = json.loads(catalogue.read_text("utf-8"))["families"]
    return {_ascii_lower(family["name"]) for family in families if family.get("hardware")}


def is_hardware(family, hardware):
    """Whether a family is one of `hardware_families`."""
    return _ascii_lower(family) in hardware


def compared(name):
    """The compared form of a name (`record.md`, "Texts and names")."""
    return _one_spelling(_one_spelling(name).lower())


def listed(name):
    """The form of a name under which the index has it (`record.md`, "Texts and names")."""
    return name.lower()


def lot_order(name):
    """Lots are ordered by the two numbers of their names."""
    event, part = name.split(".")
    return int(event), int(part)


def serial_is_whole(serial):
    """Whether the check digit of an IPEI is right (`record.md`, "Texts and names"); a MAC address has none."""
    if len(serial) != 13:
        return True
    total = sum(int(digit) * place for place, digit in enumerate(serial[:12], 1)) % 11
    return serial[12] == ("*" if total == 10 else str(total))


def _one_spelling(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def _ascii_lower(text):
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in text)
