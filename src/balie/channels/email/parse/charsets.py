"""Bytes to text, whatever the mail says they are."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

# Names that mail uses and Python does not know, and names whose owners mean the larger set (as browsers do).
_ALIASES = {
    "ascii": "", "us-ascii": "", "ansi_x3.4-1968": "", "x-unknown": "", "unknown": "", "unknown-8bit": "", "8bit": "",
    "7bit": "", "binary": "", "default": "", "default_charset": "", "_autodetect": "", "x-user-defined": "", "none": "",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "visual": "iso-8859-8",
    "iso-8859-11": "cp874", "windows-874": "cp874", "dos-874": "cp874", "tis-620": "cp874",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "korean": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp", "x-euc-kr": "cp949", "x-big5": "big5hkscs", "big5": "big5hkscs",
    "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8", "unicode": "utf-16", "utf": "utf-8",
    "macintosh": "mac_roman", "x-mac-roman": "mac_roman", "mac": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "ansi": "cp1252", "x-windows-1252": "cp1252", "x-cp1252": "cp1252", "windows-1252http-equivcontent-type": "cp1252",
    "cp-850": "cp850", "x-cp1251": "cp1251", "koi8": "koi8_r",
}  # fmt: skip
_NOT_TEXT = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined", "unicode_escape"}
_SAMPLE = 4096  # bytes that the guesser looks at: it takes milliseconds a kilobyte
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BIJ])")
_LATIN_LETTERS = re.compile(rb"[A-Za-z]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Decoded(NamedTuple):
    text: str
    guessed: bool


def decode(data: bytes, declared: str | None = None, hint: str | None = None) -> Decoded:
    """`guessed` is true when the declared character set was missing, unknown or wrong, and it mattered.

    `hint` is what other parts of the same mail are written in; it counts where nothing is declared.
    """
    codec = _codec(declared)
    if codec is None or (
        data.isascii() and codec != "utf-7" and not codec.startswith(("iso2022", "utf_16", "utf-16", "hz"))
    ):
        if data.isascii() and not _ISO_2022_JP.search(data):
            return Decoded(data.decode("ascii"), guessed=False)
        if codec is None:
            return Decoded(_guess(data, _codec(hint)), guessed=True)
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError):
        if codec.startswith("iso2022_jp"):
            return Decoded(_jis(data), guessed=True)
        return Decoded(_repair(data, codec), guessed=True)
    if codec.startswith("cp12") and _is_utf8(data):  # two bytes of UTF-8 by accident are rare in any language
        return Decoded(data.decode("utf-8"), guessed=True)
    return Decoded(text, guessed=False)


def scrub(text: str, hint: str | None = None) -> str:
    """Without what no database takes (NUL, lone surrogates). Raw bytes that Python hid in surrogates are decoded."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not _SURROGATES.search(text):
        return text
    try:
        return decode(text.encode("utf-8", "surrogateescape"), hint=hint).text.replace("\x00", "")
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _codec(declared: str | None) -> str | None:
    name = (declared or "").strip(" \t\r\n\"';").lower()
    name = _ALIASES.get(name, name)
    if not name:
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        wider = re.sub(r"^(?:x-)?(?:windows-?|cp-?)(\d+)$", r"cp\1", name)
        return _codec(wider) if wider != name else None
    return None if found.replace("-", "_") in _NOT_TEXT else found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def _repair(data: bytes, codec: str) -> str:
    if _is_utf8(data):
        return data.decode("utf-8")
    if codec == "cp1252":
        return data.decode("latin-1")
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - broken
    # Some bad bytes in the right character set are better than the whole in another.
    return text if broken <= right or codec.startswith(("iso2022", "utf_16", "utf-16")) else _guess(data)


def _guess(data: bytes, hint: str | None = None) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if _is_utf8(data):
        return data.decode("utf-8-sig")
    if _ISO_2022_JP.search(data):
        return data.decode("iso2022_jp_ext", "replace")
    if not data:
        return ""
    if hint is not None:
        with suppress(UnicodeError):
            return data.decode(hint)
    return _by_statistics(data)


def _jis(data: bytes) -> str:
    """ISO-2022-JP with the characters that Windows adds to it (circled numbers), which Python's codecs lack."""
    text = []
    for mark, run in re.findall(rb"(\x1b\$[@B]|\x1b\([BIJ]|\A)([^\x1b]*)", data):
        if mark.startswith(b"\x1b$"):
            pairs = zip(run[::2], run[1::2], strict=False)
            text.append(b"".join(_shift_jis(high, low) for high, low in pairs).decode("cp932", "replace"))
        else:
            text.append(run.decode("ascii", "replace"))
    return "".join(text)


def _shift_jis(high: int, low: int) -> bytes:
    """JIS X 0208 code points, 0x21 to 0x7E each, in Shift JIS."""
    lead = ((high - 0x21) >> 1) + (0x81 if high < 0x5F else 0xC1)
    trail = low + (0x7E if not high & 1 else 0x1F + (low >= 0x60))
    return bytes((lead & 0xFF, trail & 0xFF))


def _by_statistics(data: bytes) -> str:
    sample = data[:_SAMPLE]
    high = sum(byte > 0x7F for byte in sample)
    if high <= len(
        _LATIN_LETTERS.findall(sample)
    ):  # Latin with some accents, which the guesser often takes for another
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], steps=3, chunk_size=512).best()
    return data.decode(best.encoding if best else "cp1252", "replace")
