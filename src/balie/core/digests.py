"""Facts made short, to tell whether they are the same as before."""

from hashlib import blake2b


def digest(*facts: object) -> bytes:
    """Of what `repr` tells of them: so only for plain values, whose `repr` tells all."""
    return blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
