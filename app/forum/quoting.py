"""What a quotation of a post looks like in Markdown. Pure."""

LONGEST = 2_000
"""Characters of a post that are quoted; the link leads to the rest."""


def quotation(source: str, said: str, address: str) -> str:
    """The text behind `>`, under a line that says who wrote it, leading to the post."""
    words = source.strip()
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rsplit(maxsplit=1)[0]} …"
    name = said.replace("\\", "").replace("[", "(").replace("]", ")")
    lines = [f"[{name}]({address})", "", *words.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def with_quotation(text: str, quoted: str) -> str:
    """The text with the quotation behind it, unless it holds it already."""
    if quoted.strip() in text:
        return text
    return f"{text.rstrip()}\n\n{quoted}" if text.strip() else quoted
