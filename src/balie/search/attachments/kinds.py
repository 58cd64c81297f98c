"""Which files have a text that can be read, by their name or type. Pure."""

PDF, WORD, SHEET, SLIDES, OPEN, PLAIN = "pdf", "word", "sheet", "slides", "open", "plain"

_BY_ENDING = {
    "pdf": PDF,
    "docx": WORD, "docm": WORD, "dotx": WORD,
    "xlsx": SHEET, "xlsm": SHEET, "xltx": SHEET,
    "pptx": SLIDES, "pptm": SLIDES, "ppsx": SLIDES,
    "odt": OPEN, "ods": OPEN, "odp": OPEN, "ott": OPEN,
    **dict.fromkeys(("txt", "md", "csv", "tsv", "log", "json", "xml", "yaml", "yml", "ini", "conf"), PLAIN),
}  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_TYPE = {
    "application/pdf": PDF,
    f"{_OFFICE}wordprocessingml.document": WORD,
    f"{_OFFICE}spreadsheetml.sheet": SHEET,
    f"{_OFFICE}presentationml.presentation": SLIDES,
    "application/vnd.oasis.opendocument.text": OPEN,
    "application/vnd.oasis.opendocument.spreadsheet": OPEN,
    "application/vnd.oasis.opendocument.presentation": OPEN,
    "text/plain": PLAIN,
    "text/csv": PLAIN,
}


def kind_of(filename: str, content_type: str) -> str:
    """Empty for what has no text that we can read."""
    ending = filename.rpartition(".")[2].lower()
    return _BY_ENDING.get(ending) or _BY_TYPE.get(content_type.partition(";")[0].strip().lower(), "")
