"""Small grey images as PNG in a `data:` address, so that a page needs no other file.

The format: https://www.w3.org/TR/png-3/
"""

import base64
import struct
import zlib


def png_address(pixels: bytes, width: int, height: int) -> str:
    """An address that holds an image of these grey values, row by row, black on white paper."""
    rows = (pixels[start : start + width] for start in range(0, width * height, width))
    lines = b"".join(b"\0" + bytes(255 - value for value in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    image = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)
    return "data:image/png;base64," + base64.b64encode(image).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
