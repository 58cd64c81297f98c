"""Telling our languages apart."""

import pytest

from balie.core.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Good morning, my order has not arrived yet. Could you please check where it is?", "en"),
        ("Goedemorgen, mijn bestelling is nog niet aangekomen. Kunt u nagaan waar die is?", "nl"),
        ("Guten Morgen, meine Bestellung ist noch nicht angekommen. Können Sie bitte nachsehen, wo sie ist?", "de"),
        ("Buongiorno, il mio ordine non è ancora arrivato. Potete controllare dove si trova?", "it"),
        ("De lamp is kapot en het licht doet het niet.", "nl"),
        ("Die Lampe ist kaputt und das Licht geht nicht.", "de"),
        ("Bonjour, ma commande n'est pas encore arrivée. Pouvez-vous vérifier où elle est ?", None),
        ("4711", None),
        ("", None),
        ("ok", None),
    ],
)
def test_the_language_is_told_by_small_words(text: str, language: str | None) -> None:
    assert detect(text) == language
