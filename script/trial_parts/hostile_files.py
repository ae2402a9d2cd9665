"""Files that somebody might send to do harm: of every kind, under every name."""

import random
import struct
import zlib
from collections.abc import Iterator
from itertools import cycle, islice

from tests.actions.rounds.test_evidence import GOOD, HOSTILE

SCRIPT = b"<script>owned()</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="owned()">' + SCRIPT + b"</svg>"
# Where a file wants to go, or what it wants to be taken for.
NAMES = [
    "../../outside.png",
    "..\\..\\outside.png",
    "/etc/outside.png",
    "C:\\outside.png",
    "outside.png\x00.html",
    "outside.html;.png",
    "outside.svg",
    "outside.php.png",
    "outside" + "x" * 300 + ".png",
    "\u202egnp.lmth.outside",
    '"><img src=x onerror=owned()>.png',
    "outside.png/",
    ".outside",
    "CON.png",
    "%2e%2e%2foutside.png",
    "outside.pdf",
    "outside.csv",
    "outside.docx",
    "outside.xlsx",
    "outside.json",
    "outside.zip",
]


def chunk(kind: bytes, data: bytes) -> bytes:
    """A piece of a PNG file."""
    sum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum)


def png_of(width: int, height: int, text: bytes = b"", pixels: bool = False) -> bytes:
    """A PNG that claims to be so large. pixels: whether it is, of one colour, as well packed."""
    data = b""
    if pixels:
        packer = zlib.compressobj(9)
        row = bytes(1 + width * 3)
        data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    parts += [chunk(b"tEXt", b"Comment\0" + text)] if text else []
    parts += [chunk(b"IDAT", data or zlib.compress(b"")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def polyglots() -> list[tuple[str, bytes]]:
    """Pictures, PDF files and texts that are a page or a script too."""
    gif = b"GIF89a/*" + bytes(20) + b"*/=1;owned()"
    jpeg = b"\xff\xd8\xff\xfe" + struct.pack(">H", 2 + len(SCRIPT)) + SCRIPT + b"\xff\xd9"
    pdf = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(owned())>>>>endobj\n" + SCRIPT
    return [
        ("picture.png", png_of(4, 3, SCRIPT, pixels=True)),
        ("picture.png", png_of(4, 3, pixels=True) + SCRIPT),
        ("picture.gif", gif),
        ("picture.png", gif),
        ("picture.jpg", jpeg),
        ("picture.svg", SVG),
        ("picture.png", SVG),
        ("page.html", SCRIPT),
        ("page.png", b"<!doctype html>" + SCRIPT),
        ("page.csv", SCRIPT + b",x\n=cmd|'/c calc'!A0,x\n"),
        ("report.pdf", pdf + b"\n%%EOF\n"),
        ("report.pdf", SCRIPT + pdf),
        ("plan.json", b'{"x": "' + SCRIPT + b'"}'),
        ("plan.json", b"[" * 100_000),
        ("notes.txt", b"\xef\xbb\xbf" + SCRIPT),
        ("notes.txt", b"owned()"),
        ("style.css", b"body{background:url(javascript:owned())}"),
        ("page.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>"),
        ("feed.xml", b'<?xml-stylesheet type="text/xsl" href="#"?><x>' + SCRIPT + b"</x>"),
    ]


def bombs() -> list[tuple[str, bytes]]:
    """Pictures that take far more memory than their files: the first of them 175 kB."""
    return [
        ("bomb.png", png_of(7_700, 7_700, pixels=True)),
        ("claims.png", png_of(60_000, 60_000)),
        ("claims.png", png_of(2**31 - 1, 2**31 - 1)),
        ("wide.png", png_of(40_000_001, 1)),
    ]


def hostile_files(number: int) -> list[tuple[str, bytes]]:
    """So many files, name and content; the first of them of every family."""
    evidence = [(name, make()) for name, make in HOSTILE.values()]
    families = [bombs(), polyglots(), evidence, list(_under_hostile_names())]
    turns = [
        one
        for several in zip(*map(cycle, families), range(200), strict=False)
        for one in several[:4]
    ]
    return list(islice(_once(turns), number))


def _under_hostile_names() -> Iterator[tuple[str, bytes]]:
    draw = random.Random(0)
    good = [make() for make in GOOD.values()]
    for name in NAMES:
        yield name, png_of(4, 3, pixels=True)
        yield name, draw.choice([SVG, SCRIPT, *good])


def _once(files: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    seen: set[tuple[str, bytes]] = set()
    for one in files:
        if one not in seen:
            seen.add(one)
            yield one
