"""Draws pictures anew, so that nothing stays of a file but what is seen. Pure: bytes in, bytes out."""

from io import BytesIO

from app.files.kinds import Kind
from app.files.refusals import DAMAGED, MOVING, TOO_MANY_PIXELS, Unfit

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3_000
"""In pixels: enough to read a scanned page."""
_QUALITY = 85
_ORIENTATION = 0x0112
# How a picture is put upright that was held otherwise; source: EXIF 2.32, tag 0x0112.
_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP", Kind.GIF: "GIF"}


def drawn_anew(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    """The picture upright, in at most 3000 pixels a side, and its kind: a GIF becomes a PNG. Raises Unfit."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=(_FORMATS[kind],)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unfit(TOO_MANY_PIXELS)
            # Telephones put a second, smaller picture behind the first of a JPEG; it does not move for that.
            if kind is not Kind.JPEG and getattr(opened, "is_animated", False):
                raise Unfit(MOVING)
            turned = opened.getexif().get(_ORIENTATION)
            # A large photograph is read in half or a quarter of its size at once.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            mode = "RGBA" if kind is not Kind.JPEG and opened.has_transparency_data else "RGB"
            picture: Image.Image = opened if opened.mode == mode else opened.convert(mode)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            if turned in _UPRIGHT:
                picture = picture.transpose(Image.Transpose[_UPRIGHT[turned]])
            pixels = picture.tobytes()
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_MANY_PIXELS) from None
    # A damaged picture makes Pillow fail in many ways.
    except Exception:
        raise Unfit(DAMAGED) from None
    # Made of the pixels alone: no profile, words or times come along.
    bare = Image.frombytes(mode, picture.size, pixels)
    kept = BytesIO()
    if kind is Kind.JPEG:
        bare.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    elif kind is Kind.WEBP:
        bare.save(kept, "WEBP", quality=_QUALITY, method=4)
    else:
        bare.save(kept, "PNG", compress_level=6)
        kind = Kind.PNG
    return kept.getvalue(), kind
