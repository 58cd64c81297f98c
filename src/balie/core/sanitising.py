"""The only door for HTML that comes from outside.

What comes out is balanced, quotes every attribute with `"`, escapes every `<` of a text, and holds structure only: no
style, class or id, nothing that runs, nothing that is fetched before the reader asks for it.
"""

from __future__ import annotations

import re
from html.entities import html5

import nh3

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd",
    "li", "ol", "p", "pre", "q", "s", "samp", "small", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_WITHOUT_CONTENT = {"script", "style", "title", "svg", "math", "object", "template", "iframe", "noframes", "applet"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "*": {"dir"},
}
_MARKING = {"class", "id", "type"}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_REMOTE_IMAGE = re.compile(r'(<img(?:\s[^\s="<>]+="[^"]*")*?\s)src="(?!cid:)')
_MARK = re.compile(r'(<[a-z][a-z0-9]*(?:\s[^\s="<>]+="[^"]*")*?)\s(?:class|id|type)="(?:quote|history|signature)"')
_MARKS = ('="quote"', '="history"', '="signature"')
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>?")
_NEVER_DEEP = {
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "hr", "img", "input", "meta", "link", "col", "wbr",
}  # fmt: skip

LIMIT = 1_500_000  # characters of one text; what is longer is cut, and the original stays with the mail
_DEEPEST = 1000  # the parser's time grows with the square of the depth: 50,000 open elements take seconds

_MOST_AMPERSANDS = 5000  # those that begin no entity cost the parser time that grows with their square
_AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z0-9]{1,31};)?")

# Where mail programs say "here is what was written before": the first kind encloses it, the second begins it.
_ENCLOSING = re.compile(
    r"gmail_quote|gmail_extra|yahoo_quoted|yahoo_quote|moz-cite-prefix|protonmail_quote|tutanota_quote"
    r"|zmail_extra|cite|freescout_quote|zammad_quote|front-blockquote|ms-outlook-mobile-reference-message"
    r"|mail-editor-reference-message-container|olk_src_body_section|isreplycontent|_origbody|qt|jfk-quote"
)
_BEGINNING = re.compile(r"divrplyfwdmsg|appendonsend|outlookmessageheader|reply-intro")
_SIGNING = re.compile(r"gmail_signature|moz-signature|applemailsignature|protonmail_signature_block|zmail_signature")
_MEANINGS = (("quote", _ENCLOSING), ("history", _BEGINNING), ("signature", _SIGNING))


def sanitise(html: str) -> str:
    """Fit to be shown inside our own pages. Remote images stand as `<img data-remote-src>`."""
    return without_marks(sanitise_marked(html))


def sanitise_marked(html: str) -> str:
    """As `sanitise`, but what mail programs mark as quoted has a class (or id, type) of that meaning:
    `quote`, `history` (from here on) or `signature`.
    """
    return _REMOTE_IMAGE.sub(r'\1data-remote-src="', _cleaner.clean(_bounded(html)))


def without_marks(html: str) -> str:
    while any(mark in html for mark in _MARKS):
        shorter = _MARK.sub(r"\1", html)
        if shorter == html:  # the words stood in a text
            break
        html = shorter
    return html


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute in _MARKING:
        return _meaning(tag, attribute, value.strip().lower())
    if attribute in {"src", "href"}:
        is_own = value.strip().lower().startswith("cid:")
        return None if is_own and tag != "img" else value.strip()
    if attribute in {"width", "height", "colspan", "rowspan", "start"}:
        return value if value.isdecimal() and len(value) < 5 else None
    return value


def _meaning(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "type":
        return "quote" if tag == "blockquote" and value == "cite" else None
    words = [word.removeprefix("x_") for word in value.split()]
    found = (mark for mark, names in _MEANINGS if any(names.fullmatch(word) for word in words))
    return next(found, None)


def _bounded(html: str) -> str:
    html = html[:LIMIT]
    if html.count("&") > _MOST_AMPERSANDS:
        html = _AMPERSAND.sub(_entity_or_text, html)[:LIMIT]
    if html.count("<") < _DEEPEST:
        return html
    depth = 0
    for closing, tag in _TAG.findall(html):
        if tag.lower() not in _NEVER_DEEP:
            depth = max(depth - 1, 0) if closing else depth + 1
        if depth > _DEEPEST:
            return _ANY_TAG.sub(" ", html)
    return html


def _entity_or_text(found: re.Match[str]) -> str:
    name = found[1] or ""
    return found[0] if name.startswith("#") or name in html5 else "&amp;" + found[0][1:]


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITHOUT_CONTENT,
    attributes={tag: _ATTRIBUTES.get(tag, set()) | _ATTRIBUTES["*"] | _MARKING for tag in _TAGS},
    attribute_filter=_allowed,
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)
