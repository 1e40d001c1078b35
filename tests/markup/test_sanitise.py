"""What passes the door to the page, and what does not."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markup.markdown import parse, render
from app.markup.sanitise import ATTRIBUTES, MOST_CHARACTERS, TooMuchHtml, is_plain, sanitise

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    '<img src="/a" onload="alert(1)">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='/leave'><input name='x'><button>go</button></form>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<style>@import 'https://evil.example'</style>",
    "<link rel=stylesheet href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example'>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<template><script>alert(1)</script></template>",
    "<p class='button danger'>x</p>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<p/onclick=alert(1)>x</p>",
    "<<script>script>alert(1)<</script>/script>",
    "</p><script>alert(1)</script>",
    '<a href="https://example.org" target="_blank" onclick="alert(1)">x</a>',
]


class _Seen(HTMLParser):
    """Notes every tag and attribute a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def assert_safe(html: str) -> None:
    seen = _Seen()
    seen.feed(html)
    for tag, attributes in seen.tags:
        assert tag in ATTRIBUTES
        assert attributes.keys() <= ATTRIBUTES[tag] | {"class"}
        for name in ("href", "src"):
            scheme, colon, _ = (attributes.get(name) or "").partition(":")
            assert not colon or scheme.lower() in ("http", "https", "mailto") or not scheme.isalpha()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_attack_is_taken_apart(payload: str) -> None:
    assert not is_plain(payload)
    assert_safe(sanitise(payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_attack_written_in_markdown_is_shown_as_text(payload: str) -> None:
    assert_safe(sanitise(render(parse(payload))))


@given(st.text(alphabet="<>/=\"'& abpisvgonerrhfjt:;#\n\t\0", max_size=200))
def test_no_text_at_all_comes_out_unsafe(text: str) -> None:
    assert_safe(sanitise(text))


@given(st.lists(st.sampled_from([*PAYLOADS, "<p>", "</p>", '<a href="', '">', "<!--", "-->", "<b", "x"]), max_size=8))
def test_no_mixture_of_attacks_comes_out_unsafe(pieces: list[str]) -> None:
    assert_safe(sanitise("".join(pieces)))


@given(st.text(alphabet="<>/=\"'& apimgsrchef:;#x", max_size=80))
def test_what_is_called_plain_holds_nothing_outside_the_lists(text: str) -> None:
    if is_plain(text):
        assert_safe(text)


@pytest.mark.parametrize(
    "html",
    [
        '<p>A <a href="https://example.org" rel="noopener">link</a>, <em>so</em> &amp; "quoted".</p>',
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr>'
        '<th scope="col" class="end">A</th></tr></thead><tbody><tr><td class="end">1</td></tr></tbody></table></div>',
        '<div class="callout callout-note" role="note"><p class="callout-title">Note</p><p>x</p></div>',
        '<span class="chip sdg sdg-11"><span class="chip-number">11.3</span> Cities</span>',
        '<a class="download" href="/media/00/a.csv" download="">x <span class="file-facts">(CSV, 1 KB)</span></a>',
        '<img src="/media/00/a.png" alt="A &lt;map&gt;" width="1" height="2" loading="lazy" decoding="async">',
        '<h2 id="من-يقرر">من يقرر</h2>',
        '<pre tabindex="0"><code>a &lt; b</code></pre>',
    ],
)
def test_what_we_write_ourselves_is_plain_and_comes_through_unchanged(html: str) -> None:
    assert is_plain(html)
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>a & b</p>",
        "<p>a > b</p>",
        "<P>x</P>",
        "<p title='x'>x</p>",
        '<a href="//evil.example">x</a>',
        '<a href="/\\evil.example">x</a>',
        '<img src="https://elsewhere.example/a.png" alt="x">',
        '<span class="chip unknown">x</span>',
        "<p>\x00</p>",
        "<p",
        "&nbsp;",
    ],
)
def test_what_we_never_write_is_not_plain(html: str) -> None:
    assert not is_plain(html)


def test_plain_html_is_proven_in_time_that_grows_with_its_length() -> None:
    started = time.process_time()
    for broken in ("<p>", '<a href="/', '<span class="chip ', "&amp;", "a", '"', "<p id=", "</"):
        assert not is_plain(broken * 200_000 + "\x00")
    assert time.process_time() - started < 5


def test_too_large_or_too_deep_is_refused_before_any_work() -> None:
    started = time.process_time()
    with pytest.raises(TooMuchHtml):
        sanitise("a" * (MOST_CHARACTERS + 1))
    with pytest.raises(TooMuchHtml):
        sanitise("<blockquote>" * 20_000)
    assert time.process_time() - started < 1
