"""The only door for HTML that comes from outside.

What comes out is balanced, quotes every attribute with `"`, escapes every `<` of a text, and holds structure only: no
style, class or id, nothing that runs, nothing that is fetched before the reader asks for it.
"""

from __future__ import annotations

import re

import nh3

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd",
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
_MARK = re.compile(r'(<[a-z][a-z0-9]*(?:\s[^\s="<>]+="[^"]*")*?)\s(?:class|id|type)="(?:quote|history)"')
_TAG = re.compile(r"<(/?)([a-zA-Z])")

LIMIT = 2_000_000  # characters of one text; what is longer is cut, and the original stays with the mail
_DEEPEST = 400  # the parser's time grows with the square of the depth: 50,000 open elements take seconds

# Where mail programs say "here is what was written before": the first kind encloses it, the second begins it.
_ENCLOSING = re.compile(
    r"gmail_quote|gmail_extra|yahoo_quoted|yahoo_quote|moz-cite-prefix|moz-forward-container|protonmail_quote|tutanota_quote"
    r"|zmail_extra|cite|freescout_quote|zammad_quote|front-blockquote|ms-outlook-mobile-reference-message"
    r"|mail-editor-reference-message-container|olk_src_body_section|isreplycontent|_origbody|qt|jfk-quote"
)
_BEGINNING = re.compile(r"divrplyfwdmsg|appendonsend|outlookmessageheader|stopspelling|reply-intro|x_divrplyfwdmsg")


def sanitise(html: str) -> str:
    """Fit to be shown inside our own pages. Remote images stand as `<img data-remote-src>`."""
    return without_marks(sanitise_marked(html))


def sanitise_marked(html: str) -> str:
    """As `sanitise`, but what mail programs mark as quoted has `class="quote"` or `class="history"` (or id, type)."""
    return _REMOTE_IMAGE.sub(r'\1data-remote-src="', _cleaner.clean(_bounded(html)))


def without_marks(html: str) -> str:
    while '="quote"' in html or '="history"' in html:
        shorter = _MARK.sub(r"\1", html)
        if shorter == html:  # the words stood in a text
            break
        html = shorter
    return html


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute in _MARKING:
        name = value.strip().lower()
        if attribute == "type":
            return "quote" if tag == "blockquote" and name == "cite" else None
        words = name.split()
        if any(_ENCLOSING.fullmatch(word.removeprefix("x_")) for word in words):
            return "quote"
        return "history" if any(_BEGINNING.fullmatch(word.removeprefix("x_")) for word in words) else None
    if attribute in {"src", "href"}:
        is_own = value.strip().lower().startswith("cid:")
        return None if is_own and tag != "img" else value.strip()
    if attribute in {"width", "height", "colspan", "rowspan", "start"}:
        return value if value.isdecimal() and len(value) < 5 else None
    return value


def _bounded(html: str) -> str:
    html = html[:LIMIT]
    if html.count("<") < _DEEPEST:
        return html
    depth = 0
    for found in _TAG.finditer(html):
        depth += -1 if found[1] else found[2] not in "bBiImMlLhH"
        if depth > _DEEPEST * 10:  # far beyond what unclosed <p> and <td> of real mails add up to
            return re.sub(r"<[^<>]*>?", " ", html)
    return html


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
