"""BLAKE3 of many messages at once (the published specification; `record.md` says what is hashed with it).

The standard library has no BLAKE3, and a compression written with one Python integer for each word is slow. Here a
word of *all* messages is one large integer, 64 bits for each message of which the lower 32 are used, so that one
addition or rotation serves all of them.
"""

import struct

_IV = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
_PERMUTATION = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
_COLUMNS_AND_DIAGONALS = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)

_BLOCK = 64
_CHUNK = 1024
_CHUNK_START, _CHUNK_END, _PARENT, _ROOT, _CONTEXT, _MATERIAL = 1, 2, 4, 8, 32, 64
_LANES = 4096


def hash_all(messages):
    """Plain BLAKE3 of each message, 32 bytes each, in the order given."""
    return _hash_all(messages, _IV, 0)


def derive_all(context, messages):
    """BLAKE3 in its key-derivation mode under one context (`record.md`, "Header")."""
    key = _hash_all([context.encode()], _IV, _CONTEXT)[0]
    return _hash_all(messages, struct.unpack("<8I", key), _MATERIAL)


def _hash_all(messages, key, mode):
    """Chunks of all messages side by side, then their trees, level by level."""
    chunks = []
    counts = []
    for message in messages:
        pieces = [message[at:at + _CHUNK] for at in range(0, len(message), _CHUNK)] or [b""]
        last = mode | _ROOT if len(pieces) == 1 else mode
        chunks.extend((piece, index, last) for index, piece in enumerate(pieces))
        counts.append(len(pieces))
    values = iter(_chunk_values(chunks, key, mode))
    levels = [[next(values) for _ in range(count)] for count in counts]
    while any(len(level) > 1 for level in levels):
        levels = _parents(levels, key, mode)
    return [struct.pack("<8I", *level[0]) for level in levels]


def _chunk_values(chunks, key, mode):
    """Chaining values of chunks. A chunk is its bytes, its number and the flags of its last block."""
    values = [key] * len(chunks)
    active = list(range(len(chunks)))
    at = 0
    while active:
        jobs = []
        going_on = []
        for lane in active:
            piece, index, last = chunks[lane]
            block = piece[at:at + _BLOCK]
            flags = mode | _CHUNK_START if at == 0 else mode
            if at + _BLOCK >= len(piece):
                flags |= last | _CHUNK_END
            else:
                going_on.append(lane)
            jobs.append((values[lane], block, index, flags))
        for lane, value in zip(active, _compress_all(jobs)):
            values[lane] = value
        active = going_on
        at += _BLOCK
    return values


def _parents(levels, key, mode):
    """One level up in each tree: neighbours meet, an odd one waits. That splits after the largest power of two."""
    jobs = []
    for level in levels:
        flags = mode | _PARENT | (_ROOT if len(level) == 2 else 0)
        for left, right in zip(level[0::2], level[1::2]):
            jobs.append((key, struct.pack("<16I", *left, *right), 0, flags))
    values = iter(_compress_all(jobs))
    return [[next(values) for _ in range(len(level) // 2)] + level[len(level) & ~1:] for level in levels]


def _compress_all(jobs):
    """New chaining values of (chaining value, block, counter, flags), in bundles of lanes."""
    values = []
    for start in range(0, len(jobs), _LANES):
        values.extend(_compress(jobs[start:start + _LANES]))
    return values


def _compress(jobs):
    """The compression function on all jobs; job *n* has the bits from 64 *n* on."""
    lanes = len(jobs)
    pack = struct.Struct(f"<{lanes}Q").pack

    def spread(words):
        return int.from_bytes(pack(*words), "little")

    ones = spread([1] * lanes)
    mask = ones * 0xFFFFFFFF
    blocks = b"".join([block.ljust(_BLOCK, b"\0") for _, block, _, _ in jobs])
    words = struct.unpack(f"<{16 * lanes}I", blocks)
    message = [spread(words[word::16]) for word in range(16)]
    chaining = [spread(word) for word in zip(*[value for value, _, _, _ in jobs])]
    state = chaining + [ones * word for word in _IV[:4]] + [
        spread([counter & 0xFFFFFFFF for _, _, counter, _ in jobs]),
        spread([counter >> 32 for _, _, counter, _ in jobs]),
        spread([len(block) for _, block, _, _ in jobs]),
        spread([flags for _, _, _, flags in jobs]),
    ]
    for turn in range(7):
        if turn:
            message = [message[source] for source in _PERMUTATION]
        for place, (a, b, c, d) in enumerate(_COLUMNS_AND_DIAGONALS):
            va, vb, vc, vd = state[a], state[b], state[c], state[d]
            va = (va + vb + message[2 * place]) & mask
            vd ^= va
            vd = ((vd >> 16) | (vd << 16)) & mask
            vc = (vc + vd) & mask
            vb ^= vc
            vb = ((vb >> 12) | (vb << 20)) & mask
            va = (va + vb + message[2 * place + 1]) & mask
            vd ^= va
            vd = ((vd >> 8) | (vd << 24)) & mask
            vc = (vc + vd) & mask
            vb ^= vc
            state[a], state[b], state[c], state[d] = va, ((vb >> 7) | (vb << 25)) & mask, vc, vd
    columns = [
        struct.unpack(f"<{lanes}Q", (state[word] ^ state[word + 8]).to_bytes(8 * lanes, "little")) for word in range(8)
    ]
    return list(zip(*columns))
