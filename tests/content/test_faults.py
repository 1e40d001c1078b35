"""Gathering faults."""

from app.content.faults import MOST_FAULTS, Faults


def test_faults_come_sorted_by_file_and_line_and_once_each() -> None:
    faults = Faults()
    faults.add("b.md", 1, "x")
    faults.add("a.md", 10, "x")
    faults.add("a.md", 9, "x")
    faults.add("a.md", 9, "x")
    assert [str(fault) for fault in faults.sorted()] == ["a.md:9: x", "a.md:10: x", "b.md:1: x"]


def test_a_close_word_is_suggested_and_a_far_one_is_not() -> None:
    faults = Faults()
    faults.add("a.md", 1, "Unknown.", near=("sumary", ("summary", "title")))
    faults.add("a.md", 2, "Unknown.", near=("zzz", ("summary", "title")))
    assert [fault.message for fault in faults.sorted()] == ["Unknown. Did you mean `summary`?", "Unknown."]


def test_a_spoilt_file_does_not_fill_the_report_for_ever() -> None:
    faults = Faults()
    for line in range(MOST_FAULTS + 10):
        faults.add("a.md", line, "x")
    assert len(faults.sorted()) == MOST_FAULTS


def test_a_fault_stays_on_its_line_whatever_it_quotes() -> None:
    faults = Faults()
    faults.add("a\n.md", 1, "one\ntwo\x1b[31m\ud800")
    assert str(faults.sorted()[0]).isprintable()
