"""The Merkle tree over the event hashes (`record.md`, "Tree and head"; RFC 6962)."""

import hashlib


class Tree:
    """Roots over the first *n* event hashes, for every *n*."""

    def __init__(self, hashes):
        self.size = len(hashes)
        self._edges = [()]
        edge = ()
        for count, event_hash in enumerate(hashes, 1):
            edge = _grown(edge, event_hash, count)
            self._edges.append(edge)

    def root(self, size):
        """The root over the first `size` hashes, as hex digits."""
        roots = list(self._edges[size])
        if not roots:
            return hashlib.sha256(b"").hexdigest()
        root = roots.pop()
        while roots:
            root = _node(roots.pop(), root)
        return root.hex()

    def head(self, size):
        """The head as answers and payloads have it."""
        return {"size": size, "root": self.root(size)}

    def frontier(self):
        """What the table `frontier` holds: the size, then one root for each set bit of it, largest subtree first."""
        return self.size.to_bytes(8, "big") + b"".join(self._edges[self.size])


def _grown(edge, event_hash, count):
    """The right edge after one more leaf: as many subtrees meet as the new size ends in zero bits."""
    root = hashlib.sha256(b"\0" + event_hash).digest()
    while count % 2 == 0:
        root = _node(edge[-1], root)
        edge = edge[:-1]
        count //= 2
    return (*edge, root)


def _node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()
