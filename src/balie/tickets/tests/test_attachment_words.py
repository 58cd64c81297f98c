"""A file that is spoken of, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.tickets.attachment_words import mentions_attachment


@pytest.mark.parametrize(
    "text",
    [
        "I have attached the log.", "Please find attached our invoice", "See the attachment", "See attachment 2.",
        "The report is in the attachment.", "I'm attaching a picture", "Enclosed you will find the form.",
        "Zie de bijlage.", "In de bijlagen staat alles", "Bijgevoegd vind je de factuur", "Ik heb het meegestuurd.",
        "Bijgaande factuur", "Im Anhang finden Sie die Rechnung", "Anbei die Rechnung", "Ich habe sie angehängt.",
        "Die beigefügte Datei", "Als Anlage senden wir", "Trova la fattura in allegato.", "Allego la ricevuta",
        "Gli allegati sono due", "ANBEI",
    ],
)  # fmt: skip
def test_a_file_is_spoken_of(text: str) -> None:
    assert mentions_attachment(text)
    assert mentions_attachment(f"<p>Hello,</p><p>{text}</p>", html=True)


@pytest.mark.parametrize(
    "text",
    ["Attach it to the wall with two screws.", "Die Anlage läuft wieder.", "We are very fond of it", "Il colleghiamo",
     "Unattached", "> I have attached the log\nThank you for it.", ""],
)  # fmt: skip
def test_other_things_are_not(text: str) -> None:
    assert not mentions_attachment(text)


def test_what_is_quoted_does_not_count() -> None:
    html = "<blockquote><p>See the attached file</p></blockquote><p>Thank you.</p><pre>attached</pre>"
    assert not mentions_attachment(html, html=True)
    assert mentions_attachment(html + "<p>It is attached</p>", html=True)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    mentions_attachment(text)
    mentions_attachment(text, html=True)
