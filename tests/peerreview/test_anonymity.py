"""What gives an author away is found; what does not is left alone."""

import pytest

from app.peerreview.anonymity import Identity, Trace, traces_in

WHO = Identity("María-José Núñez Ly", "maria@example.org", "Municipality of Riverton")


def found(text: str, who: Identity = WHO) -> list[tuple[str, str]]:
    return [(one.trace.value, one.words) for one in traces_in(text, who)]


@pytest.mark.parametrize(
    ("text", "traces"),
    [
        ("We counted the carts in Riverton.", []),
        ("By Maria José NUNEZ LY.", [("name", "Maria José NUNEZ LY")]),
        ("Ly, Nuñez, Jose, Maria", [("name", "Ly Nuñez Jose Maria")]),
        ("As Núñez told the council.", [("name", "Núñez")]),
        # Two letters are a word of too many languages.
        ("Ly is a river.", []),
        ("Here the municipality  of\nRIVERTON acts.", [("organisation", "municipality of RIVERTON")]),
        ("Write to m.nunez@riverton.example!", [("address", "m.nunez@riverton.example")]),
    ],
)
def test_traces_are_found_without_regard_to_capitals_and_accents(text: str, traces: list[tuple[str, str]]) -> None:
    assert found(text) == traces


def test_a_name_is_found_in_arabic() -> None:
    assert found("كتبته أمينة ديالو عن بلدتها", Identity("أمينة ديالو", "a@example.org")) == [
        (Trace.NAME.value, "أمينة ديالو")
    ]


def test_who_told_no_organisation_is_not_found_everywhere() -> None:
    assert found("Nothing here.", Identity("Amina Diallo", "a@example.org")) == []
