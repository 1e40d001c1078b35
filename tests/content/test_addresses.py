"""Where the parts of a course stand."""

from app.content.addresses import course_address, glossary_address, media_address, unit_address


def test_addresses_are_those_the_pages_answer_on() -> None:
    assert unit_address("a-course", "opening") == "/learn/a-course/opening"
    assert course_address("a-course") == "/courses/a-course"
    assert glossary_address("a-course") == "/courses/a-course/glossary"
    assert glossary_address("a-course", "baseline") == "/courses/a-course/glossary#term-baseline"
    assert media_address("0" * 32, "sheet.csv") == f"/media/{'0' * 32}/sheet.csv"


def test_a_file_name_with_spaces_is_quoted() -> None:
    assert media_address("00", "town plan.pdf") == "/media/00/town%20plan.pdf"
