"""A message is read as well as it goes, however it was made; nothing in it makes the site fail or work for long."""

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mailroom.plain import text_of_html, unflowed
from app.mailroom.quotes import answer_in
from app.mailroom.reading import DEEPEST, LARGEST, MOST_PARTS, Unreadable, read_message

HEAD = b"From: Amina <amina@example.org>\r\nTo: replies@example.org\r\nMessage-ID: <1@mail.example>\r\n"


def plain(body: bytes, kind: str = "text/plain; charset=utf-8", more: str = "") -> str:
    return read_message(HEAD + f"Content-Type: {kind}\r\n{more}\r\n".encode() + body).text


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        ("Où ça ?".encode(), "text/plain; charset=utf-8", "Où ça ?"),
        ("Où ça ?".encode("latin-1"), "text/plain; charset=iso-8859-1", "Où ça ?"),
        ("Où ça ?".encode("latin-1"), "text/plain; charset=utf-8", "Où ça ?"),
        ("Où ça ?".encode("latin-1"), "text/plain", "Où ça ?"),
        ("مرحبا".encode("cp1256"), "text/plain; charset=windows-1256", "مرحبا"),
        ("مرحبا".encode(), "text/plain; charset=no-such-letters", "مرحبا"),
        ("مرحبا".encode(), 'text/plain; charset=""', "مرحبا"),
        (b"One\0two", "text/plain", "Onetwo"),
        (b"Half a sign: \\ud800", "text/plain; charset=unicode_escape", "Half a sign: \\ud800"),
        (b"Half a sign: +2AA-.", "text/plain; charset=utf-7", "Half a sign: ."),
        (b"No kind at all", "nonsense", "No kind at all"),
    ],
)
def test_letters_of_any_kind_are_read(body: bytes, kind: str, told: str) -> None:
    assert plain(body, kind) == told


def test_quoted_printable_and_base64_are_undone_and_faults_in_them_survive() -> None:
    assert plain(b"O=C3=B9 =E7a", more="Content-Transfer-Encoding: quoted-printable\r\n").startswith("O")
    assert plain(b"T8O5IMOnYQ==", more="Content-Transfer-Encoding: base64\r\n") == "Où ça"
    assert plain(b"T8O5IMOnY", more="Content-Transfer-Encoding: base64\r\n") != ""
    assert plain(b"Words", more="Content-Transfer-Encoding: of-my-own\r\n") == "Words"


def test_plain_text_goes_before_html_and_html_is_read_where_there_is_nothing_else() -> None:
    both = EmailMessage()
    both.set_content("Plain.")
    both.add_alternative("<p>Rich.</p>", subtype="html")
    rich = EmailMessage()
    rich.set_content("<p>Only <b>rich</b>.</p><p>Two.</p>", subtype="html")
    empty = EmailMessage()
    empty.set_content(" \n")
    empty.add_alternative("<p>Rich.</p>", subtype="html")
    assert [read_message(one.as_bytes()).text.strip() for one in (both, rich, empty)] == [
        "Plain.", "Only rich.\n\nTwo.", "Rich.",
    ]  # fmt: skip


HTML = {
    "gmail": '<div dir="ltr">I agree.<br>Two.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Fri, Learning Forum &lt;<a href="mailto:a@b">a@b</a>&gt; wrote:<br></div><blockquote class="gmail_quote">Old</blockquote></div>',
    "outlook": '<div>I agree.</div><div>Two.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> x</div><p>Old</p>',
    "apple": '<div>I agree.</div><div>Two.</div><blockquote type="cite"><div>On 20 Nov 2026, at 10:15, X wrote:</div></blockquote><blockquote type="cite">Old</blockquote>',
    "thunderbird": '<p>I agree.<br>Two.</p><div class="moz-cite-prefix">On 20/11/2026 10:15, X wrote:</div><blockquote type="cite">Old</blockquote>',
    "yahoo": '<div>I agree.</div><div>Two.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Friday, X wrote:</div>Old</div>',
    "protonmail": "<div>I agree.</div><div>Two.</div><div class='protonmail_quote'>On Friday X wrote:<blockquote>Old</blockquote></div>",
}


@pytest.mark.parametrize("name", HTML)
def test_quotations_in_html_are_found(name: str) -> None:
    assert answer_in(text_of_html(HTML[name])) == "I agree.\nTwo."


def test_html_becomes_lines_without_what_is_not_seen() -> None:
    told = text_of_html(
        "<html><head><title>T</title><style>p{}</style></head><body><script>alert(1)</script><h1>Plan</h1>"
        "<ul><li>One</li><li>Two</li></ul><pre>a\n  b</pre><p>See <a href='https://example.org/x'>this</a> or "
        "<a href='https://example.org'>https://example.org</a> &amp; more</div></b>"
    )
    assert told == ("Plan\n\n- One\n- Two\n\na\nb\n\nSee this <https://example.org/x> or https://example.org & more")


def test_lines_that_a_program_broke_are_joined() -> None:
    flowed = "This is one \nparagraph.\n\n Two.\n> quoted \n> text\n-- \nAmina"
    assert unflowed(flowed, drops_space=False) == "This is one paragraph.\n\nTwo.\n> quoted\n> text\n-- \nAmina"
    assert unflowed("一 \n二", drops_space=True) == "一二"
    assert plain(b"One \r\nline.", "text/plain; charset=utf-8; format=flowed") == "One line."


def test_what_is_built_to_take_long_is_not_read() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level) for level in range(DEEPEST + 5)
    )
    many = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * (MOST_PARTS + 1)
    deeper = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level) for level in range(3000)
    )
    for raw in (deep, many, deeper, b"x" * (LARGEST + 1)):
        with pytest.raises(Unreadable):
            read_message(HEAD + raw)


def test_files_are_told_from_words_signatures_and_logos() -> None:
    mail = EmailMessage()
    mail.set_content("Words.")
    mail.add_alternative("<p>Words.</p>", subtype="html")
    html = mail.get_payload()[1]  # type: ignore[index]
    html.add_related(b"logo", "image", "png", cid="<logo>", filename="logo.png")  # type: ignore[union-attr]
    html.add_related(b"photo" * 5000, "image", "jpeg", cid="<photo>", filename="photo.jpg")  # type: ignore[union-attr]
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="rapport final é.pdf")
    mail.add_attachment(b"sig", maintype="application", subtype="pgp-signature", filename="signature.asc")
    mail.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="amina.vcf")
    forwarded = EmailMessage()
    forwarded["Subject"] = "Forwarded"
    forwarded.set_content("Somebody else's words.")
    mail.add_attachment(forwarded)
    parcel = read_message(mail.as_bytes())
    assert parcel.text.strip() == "Words."
    assert [file.name for file in parcel.enclosures] == ["photo.jpg", "rapport final é.pdf", "file.rfc822"]
    assert b"Somebody else" in parcel.enclosures[-1].content


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: Amina <Amina@Example.org>", "amina@example.org"),
        (b"From: =?utf-8?q?Amina_=C3=A9?= <amina@example.org>", "amina@example.org"),
        (b"From: amina@example.org, eve@example.net", ""),
        (b"From: amina@example.org\r\nFrom: eve@example.net", ""),
        (b'From: "amina@example.org" <eve@example.net>', "eve@example.net"),
        (b"From: \xff\xfe <", ""),
        (b"From:", ""),
        (b"Subject: nobody", ""),
    ],
)
def test_the_sender_is_whom_it_names_clearly(header: bytes, sender: str) -> None:
    assert read_message(header + b"\r\n\r\nWords").sender == sender


def test_what_a_mailbox_writes_before_a_message_is_no_part_of_it() -> None:
    parcel = read_message(b"From amina@example.org Fri Nov 20 10:15:00 2026\n" + HEAD + b"\r\nWords")
    assert (parcel.sender, parcel.text) == ("amina@example.org", "Words")


@given(st.binary(max_size=3000))
def test_whatever_comes_is_read_or_refused(raw: bytes) -> None:
    try:
        read_message(raw)
        read_message(HEAD + raw)
    except Unreadable:
        pass


@given(st.text(max_size=2000))
def test_whatever_stands_in_html_is_read(html: str) -> None:
    text_of_html(html)


def test_the_samples_of_whole_messages_are_read() -> None:
    """Messages as programs send them, with their own letters, parts and quotations."""
    folder = Path(__file__).parent / "messages"
    found = {path.stem: read_message(path.read_bytes()) for path in sorted(folder.glob("*.eml"))}
    assert len(found) >= 4
    for name, parcel in found.items():
        assert answer_in(parcel.text) == "Je suis d’accord.\n\nÀ mardi !", name
        assert parcel.sender == "amina@example.org"


def test_the_policy_of_python_is_not_needed_to_read_what_it_writes() -> None:
    mail = EmailMessage(policy=email.policy.SMTPUTF8)
    mail["From"] = "Amina <amina@exämple.org>"
    mail["Subject"] = "Où ça"
    mail.set_content("Ici.")
    parcel = read_message(mail.as_bytes())
    assert (parcel.sender, parcel.subject, parcel.text.strip()) == ("amina@exämple.org", "Où ça", "Ici.")
