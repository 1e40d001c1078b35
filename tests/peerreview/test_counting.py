"""Words are counted in every script."""

import pytest

from app.peerreview.counting import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two  three.\n\nFour", 4),
        ("## Heading\n\n- one\n- **two words**\n\n---\n| a | b |\n| - | - |", 6),
        ("well-being isn't and/or 3.5 %", 5),
        ("before — after – between…beyond", 4),
        ("[two words](https://example.org/a-b)", 4),
        ("l’eau d’ici", 2),
        # With the signs of short vowels, which do not part words.
        ("البلدية تُنَظِّمُ جَمْعَ النفايات", 4),
        ("قالت: «نعم، لا».", 3),
        # Each character is a word, as Unicode has it.
        ("地方政府 2030 计划", 7),
        ("まちづくり", 5),
        ("우리 마을", 2),
        ("हमारा गाँव", 2),
        # Without spaces: five letters a word.
        ("ท้องถิ่นของเรา", 2),
        ("…?!", 0),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words
