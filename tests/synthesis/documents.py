"""Documents with a little of everything, in two directions of writing."""

from app.synthesis.document import Cited, Document, Part

INTRODUCTION = """Forty people from **nineteen countries** wrote. See [the report](https://example.org/r?a=1&b=2).

- Begin with *what people feel*
- Count afterwards
  1. first
  2. second

| Goal | Who |
| --- | --- |
| 6 | [Water board](https://example.org/board) |

A heading below a line
----------------------

With a note.[^1]

[^1]: The note.
"""
POST = "https://forum.example.org/forum/posts/12"
IN_ENGLISH = Document(
    title="What we *learnt* about [water] & roads",
    language="en",
    site="Learning Forum",
    subject="Water",
    period="1 July 2026 to 30 September 2026",
    days="2026-07-01/2026-09-30",
    version="Version 2, 4 October 2026",
    number=2,
    published_on="2026-10-04",
    address="https://forum.example.org/syntheses/3",
    introduction=INTRODUCTION,
    parts=(
        Part(
            "Where we agree",
            "Most agree.\n\n# A heading inside\n\nMore.\n\n1. One\n2. Two",
            (
                Cited(
                    "A town found the leak.",
                    "Accepted answer in “How?”",
                    POST,
                    "We listened -- at night, with 3 * 4 ears.",
                    "en",
                    "Amina Diallo, Riverton, Senegal",
                ),
                Cited("Another says so.", "A post in the forum", "", "وسألنا الناس (2026).", "ar"),
                Cited("One more.", note="A quotation was withdrawn."),
            ),
        ),
        Part("1. What comes next", ""),
    ),
    about_heading="About this synthesis",
    about=("31 threads, 204 posts.", "Cite it as: Learning Forum."),
)
IN_ARABIC = Document(
    title="ما تعلمناه عن الماء",
    language="ar",
    site="Learning Forum",
    subject="الماء",
    period="1 يوليو 2026 – 30 سبتمبر 2026",
    days="2026-07-01/2026-09-30",
    version="",
    number=0,
    published_on="",
    address="",
    introduction="كتب **كثيرون** عن الماء (SDG 6). انظر [التقرير](https://example.org/r).\n\n1. واحد\n2. اثنان",
    parts=(Part("ما نتفق عليه", "", (Cited("وجدت بلدة التسرب.", "منشور", POST, "We listened.", "en", "أمينة"),)),),
    about_heading="عن هذه الخلاصة",
    about=("31 موضوعًا.",),
)
