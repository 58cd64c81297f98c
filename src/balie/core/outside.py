"""Which addresses are outside: what somebody typed or sent is asked for only there."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# NAT64 (RFC 6052 2.1, RFC 8215): an address inside may stand behind it.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_outside(address: str) -> bool:
    """Of an address as `getaddrinfo` writes it; what leads to another address counts as that one, or as inside."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return _is_public(found.ipv4_mapped)
        if found.sixtofour or found.teredo or found.is_site_local or any(found in net for net in _TRANSLATED):
            return False
    return _is_public(found)


def _is_public(found: IPv4Address | IPv6Address) -> bool:
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
