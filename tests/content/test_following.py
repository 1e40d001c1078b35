"""A translated text follows its original: order, notes of change, what is missing and what is gone."""

from tests.content.folder import LESSON_PATH, lesson_text
from tests.content.translated import COURSE_FR, LESSON_FR, RECORD, course_after, french_lesson, recorded

BEFORE = "One word here.\n\nTwo words here.\n\nThree words here.\n"
FRENCH = "Un mot ici.\n\nDeux mots ici.\n\nTrois mots ici.\n"
ALL_FRENCH = "<p>Un mot ici.</p>\n<p>Deux mots ici.</p>\n<p>Trois mots ici.</p>"


def test_a_translation_of_an_unchanged_original_carries_no_note() -> None:
    assert french_lesson(BEFORE, FRENCH, BEFORE).html == ALL_FRENCH


def test_wrapping_lines_otherwise_is_no_change() -> None:
    rewrapped = BEFORE.replace("One word here.", "One\nword   here.")
    assert french_lesson(BEFORE, FRENCH, rewrapped).html == ALL_FRENCH


def test_wrapping_a_quote_otherwise_is_no_change() -> None:
    lesson = french_lesson("> One word here.\n", "> Un mot ici.\n", "> One\n> word\n> here.\n")
    assert "updated" not in lesson.html


def test_a_moved_paragraph_moves_in_the_translation_and_is_no_change() -> None:
    moved = "Three words here.\n\nOne word here.\n\nTwo words here.\n"
    html = french_lesson(BEFORE, FRENCH, moved).html
    assert html == "<p>Trois mots ici.</p>\n<p>Un mot ici.</p>\n<p>Deux mots ici.</p>"


def test_a_rewritten_word_is_noted_at_its_paragraph_only() -> None:
    html = french_lesson(BEFORE, FRENCH, BEFORE.replace("Two words", "Two *new* words")).html
    assert html.count('<div class="updated" role="note">') == 1
    before, _, after = html.partition('<div class="updated" role="note">')
    assert before == "<p>Un mot ici.</p>\n<p>Deux mots ici.</p>\n"
    assert after.startswith("<p>Le texte anglais de ce paragraphe a été mis à jour<time data-block=")
    assert "<summary>Lire en anglais</summary>" in after
    assert '<div lang="en" dir="ltr"><p>Two <em>new</em> words here.</p>\n</div></details></div>' in after
    assert after.endswith("<p>Trois mots ici.</p>")


def test_an_added_paragraph_stands_at_its_place_in_the_language_of_the_original() -> None:
    html = french_lesson(BEFORE, FRENCH, BEFORE.replace("\n\nThree", "\n\nAdded.\n\nAdded too.\n\nThree")).html
    note = "Ce passage n’est pas encore traduit. Le voici en anglais."
    assert html == (
        "<p>Un mot ici.</p>\n<p>Deux mots ici.</p>\n"
        f'<div class="untranslated" lang="en" dir="ltr"><p class="untranslated-note" lang="fr" dir="ltr">{note}</p>'
        "<p>Added.</p>\n<p>Added too.</p>\n</div>\n<p>Trois mots ici.</p>"
    )


def test_a_removed_paragraph_leaves_the_translation() -> None:
    html = french_lesson(BEFORE, FRENCH, "One word here.\n\nThree words here.\n").html
    assert html == "<p>Un mot ici.</p>\n<p>Trois mots ici.</p>"


def test_a_new_heading_is_in_the_outline_and_links_to_it_lead_somewhere() -> None:
    added = BEFORE + "\n## New part {#new-part}\n\nAnd [again](#new-part).\n"
    lesson = french_lesson(BEFORE, FRENCH, added)
    assert [(heading.anchor, heading.text) for heading in lesson.headings] == [("new-part", "New part")]
    assert '<h2 id="new-part">New part</h2>' in lesson.html


def test_a_reworded_heading_keeps_its_anchor_once() -> None:
    lesson = french_lesson("## Begin {#begin}\n\nA.\n", "## Début {#begin}\n\nB.\n", "## Start {#begin}\n\nA.\n")
    assert lesson.html.count('id="begin"') == 1
    assert "<h2>Start</h2>" in lesson.html


def test_an_anchor_that_was_fixed_later_exists_in_the_translation() -> None:
    lesson = french_lesson("## Begin\n\nA.\n", "## Début\n\nB.\n", "## Begin {#begin}\n\nA.\n")
    assert '<h2 id="debut">Début</h2>' in lesson.html.replace("début", "debut")
    assert '<h2 id="begin">Begin</h2>' in lesson.html


def test_a_lent_paragraph_brings_its_footnotes_and_all_ids_differ() -> None:
    before = "One.[^a]\n\n[^a]: First.\n"
    lesson = french_lesson(
        before, "Un.[^a]\n\n[^a]: Premier.\n", "One.[^a]\n\nTwo.[^b] [^b]\n\n[^a]: First.\n\n[^b]: Second.\n"
    )
    ids = [part.partition('"')[0] for part in lesson.html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 5
    for target in (part.partition('"')[0] for part in lesson.html.split('href="#')[1:]):
        assert target in ids
    assert "Premier." in lesson.html
    assert "First." not in lesson.html
    assert "Second." in lesson.html


def test_the_footnote_of_a_paragraph_that_is_gone_goes_too() -> None:
    before = "One.[^a]\n\nTwo.[^b]\n\n[^a]: First.\n\n[^b]: Second.\n"
    french = "Un.[^a]\n\nDeux.[^b]\n\n[^a]: Premier.\n\n[^b]: Second.\n"
    html = french_lesson(before, french, "Two.[^b]\n\n[^b]: Second.\n").html
    assert "Premier" not in html
    assert html.startswith('<p>Deux.<sup class="footnote-mark"><a id="fnref-opening-1"')


def test_a_reworded_footnote_is_noted_in_the_footnote() -> None:
    before = "One.[^a]\n\n[^a]: First.\n"
    html = french_lesson(before, "Un.[^a]\n\n[^a]: Premier.\n", before.replace("First", "The first")).html
    notes = html.partition('<section class="footnotes">')[2]
    assert "<p>The first.</p>" in notes


def test_words_of_a_lent_paragraph_are_explained_in_the_language_of_the_page() -> None:
    glossary = {
        "glossary.md": "---\ntitle: Words\n---\nAim\n: What for.\n",
        "glossary.fr.md": "---\ntitle: Mots\n---\nBut {#aim}\n: Pour quoi faire.\n",
    }
    html = french_lesson("One.\n", "Un.\n", "One.\n\nAn [[aim]].\n", glossary).html
    assert '<a class="term" href="#term-aim">aim</a>' in html
    assert '<dt id="term-aim">But</dt><dd>Pour quoi faire.</dd>' in html


def test_a_text_without_a_record_counts_as_made_from_the_original_as_it_is() -> None:
    files = recorded({LESSON_PATH: lesson_text(BEFORE), LESSON_FR: lesson_text(FRENCH)})
    del files[RECORD]
    course = course_after(files, {LESSON_PATH: lesson_text(BEFORE.replace("Two", "2"))})
    assert next(course.in_language("fr").units()).html == ALL_FRENCH


def test_an_arabic_page_gives_the_direction_of_what_is_lent() -> None:
    files = recorded({"course.ar.md": COURSE_FR, "1-first/1-opening.ar.md": lesson_text("## ب\n\nا.\n")})
    files["made-from.ar.yaml"] = files[RECORD].splitlines()[0] + b"\n"
    html = course_after(files, {}).in_language("ar").modules[0].units[0].html
    assert html == '<h2 id="ب">ب</h2>\n<p>ا.</p>'
    from app.content.madefrom import write_record
    from app.content.worklist import marked

    files["made-from.ar.yaml"] = write_record(marked(files, "ar", ())[0])
    changed = course_after(files, {LESSON_PATH: lesson_text("## Begin\n\nSome words.\n\nMore.\n")})
    html = changed.in_language("ar").modules[0].units[0].html
    assert '<div class="untranslated" lang="en" dir="ltr"><p class="untranslated-note" lang="ar" dir="rtl">' in html
