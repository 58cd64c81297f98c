"""What was written this time, and what was history."""

import pytest

from balie.channels.email.parse.quotes import reply_of

from .letters import parts, read

INTROS = [
    "On Mon, 6 May 2024 at 10:00, Anna <anna@morgenrood.example> wrote:",
    "On Mon, 6 May 2024 at 10:00, Anna de Vries\n<anna@morgenrood.example> wrote:",
    "Am 06.05.2024 um 10:00 schrieb Anna <anna@morgenrood.example>:",
    "Op ma 6 mei 2024 om 10:00 schreef Anna <anna@morgenrood.example>:",
    "Il giorno lun 6 mag 2024 alle ore 10:00 Anna <anna@morgenrood.example> ha scritto:",
    "Le lun. 6 mai 2024 à 10:00, Anna <anna@morgenrood.example> a écrit :",
    "El lun, 6 may 2024 a las 10:00, Anna (<anna@morgenrood.example>) escribió:",
    '06.05.2024, 10:00, "Anna" <anna@morgenrood.example>:',
    "2024-05-06 10:00 GMT+02:00 Anna <anna@morgenrood.example>:",
    "Anna <anna@morgenrood.example> wrote:",
]
BLOCKS = [
    "From: Anna <anna@morgenrood.example>\nSent: Monday, 6 May 2024 10:00\nTo: Henry\nSubject: RE: Lamps",
    "Von: Anna <anna@morgenrood.example>\nGesendet: Montag, 6. Mai 2024 10:00\nAn: Henry\nBetreff: AW: Lampen",
    "Van: Anna <anna@morgenrood.example>\nVerzonden: maandag 6 mei 2024 10:00\nAan: Henry\nOnderwerp: RE: Lampen",
    "Da: Anna <anna@morgenrood.example>\nInviato: lunedì 6 maggio 2024 10:00\nA: Henry\nOggetto: R: Lampade",
    "*From:* Anna\n*Date:* Monday, 6 May 2024\n*To:* Henry\n*Subject:* Lamps",
    "-----Original Message-----\nFrom: Anna",
    "-----Ursprüngliche Nachricht-----\nVon: Anna",
    "________________________________\nFrom: Anna\nSent: Monday\nTo: Henry",
    "##- Please type your reply above this line -##",
]


@pytest.mark.parametrize("intro", INTROS)
@pytest.mark.parametrize("history", ["> We have sent\n> two lamps.", "We have sent\ntwo lamps."])
def test_history_behind_an_introduction_is_off(intro: str, history: str) -> None:
    if intro.startswith("Anna") and not history.startswith(">"):
        history = "\n" + history
    assert reply_of(f"Thank you, they came.\n\n{intro}\n{history}\n") == "Thank you, they came."


@pytest.mark.parametrize("block", BLOCKS)
def test_history_behind_a_block_of_header_lines_is_off(block: str) -> None:
    assert reply_of(f"Thank you.\nHenry\n\n{block}\n\nWe have sent two lamps.\n") == "Thank you.\nHenry"


def test_answers_between_quotations_keep_them() -> None:
    text = "On Mon, 6 May 2024 Anna wrote:\n> Which colour?\nRed.\n\n> How many?\nTwo.\n\n> Regards"
    assert reply_of(text) == "> Which colour?\nRed.\n\n> How many?\nTwo."


def test_an_answer_below_a_quotation_stands_alone() -> None:
    assert reply_of("On Mon, 6 May 2024 Anna wrote:\n> Which colour?\n\nRed.\n") == "Red."


@pytest.mark.parametrize(
    "text",
    [
        "On the whole I like it, as I wrote: it is good.",
        "On 6 May I bought two lamps:\n- red\n- blue",
        "I wrote:\nplease answer",
        "From: the shop\nit took a week",
        "Subject: is not a header here",
        "The error is:\n  at line 10:30 of foo@bar\nand it stays.",
        "a -- b\nc --- d",
        "Date: 6 May\nPrice: 10\nTo be paid: 12",
    ],
)
def test_ordinary_words_are_not_cut(text: str) -> None:
    assert reply_of(text) == text


@pytest.mark.parametrize(
    "signature",
    ["-- \nHenry Moore\nLondon", "--\nHenry", "Sent from my iPhone", "Von meinem iPhone gesendet",
     "Verstuurd vanaf mijn iPad", "Inviato da iPhone", "Envoyé de mon iPhone", "Get Outlook for iOS<https://aka.ms/x>",
     "Gesendet mit der Web.de Mail App", "___\nHenry"],
)  # fmt: skip
def test_delimited_signatures_are_off(signature: str) -> None:
    assert reply_of(f"It works.\n\n{signature}\n") == "It works."
    assert reply_of(f"It works.\n\n{signature}\n\nOn 6 May 2024 Anna wrote:\n> Does it?\n") == "It works."


def test_a_closing_without_delimiter_may_stay() -> None:
    assert reply_of("It works.\n\nKind regards\nHenry") == "It works.\n\nKind regards\nHenry"


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
    ],
)
def test_a_forwarded_message_is_not_history(mark: str) -> None:
    head = "From: Emma <emma@fietsfabriek.example>\nDate: today\nSubject: Lamps\nTo: us"
    text = f"Please look at this.\n\n{mark}\n{head}\n\nMine is broken."
    assert reply_of(text) == text


def test_what_outlook_forwards_is_told_by_the_subject() -> None:
    text = "See below.\n\nFrom: Emma\nSent: today\nTo: us\nSubject: Lamps\n\nMine is broken."
    assert read(text, Subject="WG: Lamps").reply_text == text
    assert read(text, Subject="AW: Lamps").reply_text == "See below."


def test_nothing_but_a_quotation_leaves_nothing() -> None:
    assert reply_of("> only\n> this") == ""


GMAIL = (
    '<div dir="ltr">Thank <b>you</b></div><br><div class="gmail_quote">'
    '<div class="gmail_attr">On Mon, 6 May 2024, Anna wrote:<br></div>'
    '<blockquote class="gmail_quote">Two lamps</blockquote></div>'
)
OUTLOOK = (
    "<div><p class=MsoNormal>Thank <b>you</b></p><div>"
    "<div style='border-top:solid'><p><b>From:</b> Anna<br><b>Sent:</b> Monday<br>"
    "<b>To:</b> Henry<br><b>Subject:</b> Lamps</p></div></div><p>Two lamps</p></div>"
)
OWA = "<div>Thank <b>you</b></div><hr><div id='divRplyFwdMsg'><b>From:</b> Anna</div><div>Two lamps</div>"
APPLE = (
    "<div>Thank <b>you</b><blockquote type='cite'><div>On 6 May 2024, at 10:00, Anna wrote:</div>"
    "<div>Two lamps</div></blockquote></div>"
)
THUNDERBIRD = (
    "<p>Thank <b>you</b></p><div class='moz-cite-prefix'>Am 06.05.24 um 10:00 schrieb Anna:</div>"
    "<blockquote type='cite'>Two lamps</blockquote>"
)


@pytest.mark.parametrize(
    "html", [GMAIL, OUTLOOK, OWA, APPLE, THUNDERBIRD], ids=["gmail", "outlook", "owa", "apple", "thunderbird"]
)
def test_html_is_split_into_reply_and_history_and_nothing_is_lost(html: str) -> None:
    mail = read(html, "text/html", Subject="Re: Lamps")
    assert mail.reply_text == "Thank you"
    assert mail.reply_html is not None and mail.history_html is not None
    assert "Thank <b>you</b>" in mail.reply_html and "lamps" not in mail.reply_html
    assert "Two lamps" in mail.history_html and "Thank" not in mail.history_html
    for half in (mail.reply_html, mail.history_html):
        assert read(half, "text/html").html == half, "balanced and clean"


BARE = "<blockquote type='cite' cite='mid:1@x.example'><p>Two lamps</p></blockquote>"


@pytest.mark.parametrize(
    "end", ["", "<br>", "<p>&nbsp;</p>", "</div>", "<img src='https://x.example/1.gif'>", "<p>-- <br>Emma</p>"]
)
@pytest.mark.parametrize("begin", ["<p>Thank <b>you</b></p>", "Thank <b>you</b><br><br>", "<div>Thank <b>you</b>"])
def test_a_quotation_at_the_end_that_nothing_introduces_is_history(begin: str, end: str) -> None:
    mail = read(f"<html><body>{begin}{BARE}{end}</body></html>", "text/html")
    assert mail.reply_text == "Thank you"
    assert mail.reply_html is not None and "lamps" not in mail.reply_html
    assert mail.history_html is not None and "Two lamps" in mail.history_html


def test_a_picture_alone_is_an_answer_too() -> None:
    mail = read(f"<div><img src='cid:lamp' alt=''></div>{BARE}", "text/html")
    assert (mail.reply_text, mail.reply_html) == ("", '<div><img src="cid:lamp" alt=""></div>')
    assert mail.history_html is not None and "Two lamps" in mail.history_html
    remote = read(f"<img src='https://x.example/1.gif'>{BARE}", "text/html")
    assert remote.history_html is None, "such a picture is there to be counted, and the quotation all there is to read"


def test_a_text_without_marks_is_split_where_its_html_is() -> None:
    mail = parts(
        "Content-Type: text/plain\r\n\r\nThank   you\r\n\r\nTwo lamps",
        f"Content-Type: text/html\r\n\r\n<p>Thank <b>you</b></p>{BARE}", subtype="alternative",
    )  # fmt: skip
    assert mail.reply_text == "Thank you"
    other = parts(
        "Content-Type: text/plain\r\n\r\nOpen this in a browser.",
        f"Content-Type: text/html\r\n\r\n<p>Thank <b>you</b></p>{BARE}", subtype="alternative",
    )  # fmt: skip
    assert other.reply_text == "Open this in a browser."


def test_answers_below_quotations_are_not_folded_in_html() -> None:
    mail = read(
        "<blockquote type=cite>Which?</blockquote><p>Red</p><blockquote type=cite>When?</blockquote><p>Now</p>",
        "text/html",
    )
    assert mail.history_html is None
    assert mail.reply_text.split() == [">", "Which?", "Red", ">", "When?", "Now"]


def test_the_signature_of_a_mail_program_is_off_the_text_only() -> None:
    mail = read("<div>Thanks</div><div class='gmail_signature'>Henry</div>", "text/html")
    assert mail.reply_text == "Thanks"
    assert "Henry" in (mail.reply_html or "")


def test_the_words_of_a_text_signed_in_place_are_the_reply() -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----"
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPlease help\n{signature}"
    assert read(text).reply_text == "Please help"


def test_text_and_html_are_split_alike() -> None:
    mail = parts(
        "Content-Type: text/plain\r\n\r\nThank you\r\n\r\nOn 6 May 2024 Anna wrote:\r\n> Two lamps",
        f"Content-Type: text/html\r\n\r\n{GMAIL}", subtype="alternative", Subject="Re: Lamps",
    )  # fmt: skip
    assert mail.reply_text == "Thank you"
    assert mail.history_html is not None
