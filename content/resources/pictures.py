"""Pictures: `.jpg` drawn by Pillow, with EXIF data (CIPA DC-008): dates, camera, author, place."""

from __future__ import annotations

import io
import textwrap
from datetime import date

from PIL import ExifTags, Image, ImageDraw, ImageFont

from content.formats.file import Picture, Resource

SKY, GROUND, INK, BAND = "#cfe3ee", "#b9c8a6", "#1d2b3a", "#ffffff"
CHANGED_AT = "08:12:00"


def picture_file(resource: Resource) -> bytes:
    """A plain landscape with its caption: what matters is what the file tells of itself."""
    picture = resource.picture
    if picture is None:
        raise ValueError("il n'y a pas de photo")
    out = io.BytesIO()
    _drawn(picture).save(out, "JPEG", quality=80, exif=_exif(picture))
    return out.getvalue()


def _drawn(picture: Picture) -> Image.Image:
    image = Image.new("RGB", (picture.width, picture.height), SKY)
    pen = ImageDraw.Draw(image)
    horizon = round(picture.height * 0.55)
    pen.rectangle((0, horizon, picture.width, picture.height), fill=GROUND)
    size = max(14, picture.width // 28)
    font = ImageFont.load_default(size)
    lines = textwrap.wrap(picture.caption, width=max(10, round(picture.width / size * 1.6)))
    top = picture.height - round(size * 1.4 * (len(lines) + 1))
    pen.rectangle((0, top, picture.width, picture.height), fill=BAND)
    for number, line in enumerate(lines):
        pen.text((size, top + size * 0.6 + number * size * 1.4), line, fill=INK, font=font)
    return image


def _exif(picture: Picture) -> Image.Exif:
    exif = Image.Exif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    if taken := stamp(picture.taken, picture.taken_time):
        details[ExifTags.Base.DateTimeOriginal] = details[ExifTags.Base.DateTimeDigitized] = taken
    if changed := stamp(
        picture.changed or picture.taken, CHANGED_AT if picture.changed else picture.taken_time
    ):
        exif[ExifTags.Base.DateTime] = changed
    if picture.camera:
        make, _, model = picture.camera.partition(" ")
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = make, model or make
    if picture.author:
        exif[ExifTags.Base.Artist] = picture.author
    if picture.latitude is not None and picture.longitude is not None:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude, longitude = float(picture.latitude), float(picture.longitude)
        place[ExifTags.GPS.GPSLatitudeRef] = "N" if latitude >= 0 else "S"
        place[ExifTags.GPS.GPSLatitude] = _degrees(latitude)
        place[ExifTags.GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
        place[ExifTags.GPS.GPSLongitude] = _degrees(longitude)
    return exif


def stamp(day: date | str | None, hour: str) -> str | None:
    """`2026:03:01 10:24:00`. Raises `TypeError` for a day that is still a text."""
    if day is None:
        return None
    if not isinstance(day, date):
        raise TypeError("une date de la photo n'est pas une date")
    return f"{day:%Y:%m:%d} {hour}"


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(value) * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 2)
