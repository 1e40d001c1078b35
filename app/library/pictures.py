"""Makes pictures in the widths that screens need, as WebP. Pure: bytes in, bytes out."""

from io import BytesIO

from app.content.pictures import widths_for

RASTER = frozenset({"image/png", "image/jpeg", "image/webp"})
_QUALITY = 78
# Files of more pixels than this are not opened: they are made to fill memory.
_MOST_PIXELS = 40_000_000


def variants_of(content: bytes) -> dict[int, bytes]:
    """The picture by width; empty when it cannot be read, moves, or would not become smaller."""
    # Loaded when something is published: readers never need it.
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > _MOST_PIXELS or getattr(opened, "is_animated", False):
                return {}
            picture = ImageOps.exif_transpose(opened).convert("RGBA" if "A" in opened.getbands() else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return {}
    made = {}
    for width in widths_for(picture.width):
        height = max(1, round(picture.height * width / picture.width))
        written = BytesIO()
        picture.resize((width, height), Image.Resampling.LANCZOS).save(written, "WEBP", quality=_QUALITY, method=4)
        if len(written.getvalue()) < len(content):
            made[width] = written.getvalue()
    return made
