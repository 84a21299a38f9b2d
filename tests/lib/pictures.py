"""Files for tests of pictures, made byte by byte: what they hold is known, and no library is needed."""
import pathlib
import struct
import zlib

PHOTO = pathlib.Path(__file__).resolve().parents[2] / "htdocs" / "pictures" / "dawn.jpg"  # 1600 by 900
PLACE = b"47 16.3N 012 0.5E canary-place"


def png(width, height, extra=b"", level=9):
    """Black, eight bits of grey; `extra` is chunks behind the head."""
    rows = zlib.compress((b"\0" + bytes(width)) * height, level)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + extra +
            chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb_png(width, height):
    """A head that promises much, and next to nothing behind it."""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b""))


def exif(turn=6):
    """An Exif segment as phones write it: which way up, and where it was taken."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(">HHII", 0x8825, 4, 1, 38)
    tiff = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 2) + entries + struct.pack(">I", 0)
    place = struct.pack(">H", 1) + struct.pack(">HHII", 0x001B, 7, len(PLACE), 56) + struct.pack(">I", 0) + PLACE
    body = b"Exif\0\0" + tiff + place
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def phone_jpeg(turn=6):
    """The photograph with a place in its head, in an XMP segment, in a comment, and in a second picture behind its end."""
    photo = PHOTO.read_bytes()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + PLACE
    parts = exif(turn) + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + b"\xff\xfe" + struct.pack(">H", len(PLACE) + 2) + PLACE
    return photo[:2] + parts + photo[2:] + b"\xff\xd8" + exif(turn) + photo[2:2000]


def gif(behind=b""):
    """One black pixel, with a comment."""
    return (b"GIF89a\x01\0\x01\0\x80\0\0" + bytes(6) + b"\x21\xfe" + bytes([len(PLACE)]) + PLACE + b"\0" +
            b"\x2c\0\0\0\0\x01\0\x01\0\0" + b"\x02\x02\x44\x01\0" + b"\x3b" + behind)


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def jpeg_size(data):
    """Width and height of a JPEG."""
    at = 2
    while data[at] == 0xFF:
        marker, size = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return struct.unpack(">HH", data[at + 5:at + 9])[::-1]
        at += 2 + size
    raise AssertionError("no JPEG")
