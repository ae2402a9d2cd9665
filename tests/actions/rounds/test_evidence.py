"""Evidence: files that are what they say they are, and are only ever taken away."""

import io
import zipfile
import zlib

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from actions.rounds.evidence import file_evidence
from actions.rounds.links import token_of
from actions.rounds.models import Answer, Evidence
from csp.evidence_files import MOST_BYTES, clean_name
from csp.versions import version_of
from tests.factories import (
    make_accepted_answer,
    make_agency,
    make_answer,
    make_evidence,
    make_request,
    make_round,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
TYPES = (
    b'<Types><Override PartName="/word/document2.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(format, size=(3, 2)):
    file = io.BytesIO()
    Image.new("RGB", size).save(file, format)
    return file.getvalue()


def word():
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()


def excel():
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def word_online():
    """As Word on the web writes it: its chief part has another name."""
    return archive("[Content_Types].xml", "_rels/.rels", "word/document2.xml")


def archive(*names, content=b"x"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, TYPES if name == "[Content_Types].xml" else content)
    return file.getvalue()


def bomb():
    """A few kilobytes that say they unpack to 256 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        with packed.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(256):
                part.write(bytes(1024 * 1024))
    return file.getvalue()


def huge_picture(side):
    """A PNG of some bytes that says it is a square of so many pixels a side."""
    content = bytearray(picture("PNG"))
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


GOOD = {
    "report.pdf": lambda: PDF,
    "report.PDF": lambda: PDF,
    "photo.png": lambda: picture("PNG"),
    "photo.jpg": lambda: picture("JPEG"),
    "photo.jpeg": lambda: picture("JPEG"),
    "notes.docx": word,
    "of Word on the web.docx": word_online,
    "marked.pdf": lambda: b"\xef\xbb\xbf\r\n" + PDF,
    "begins like a program.txt": lambda: b"MZ Marine met us, and #! was said.",
    "begins like an archive.txt": lambda: b"Rar! is what the gulls say",
    "begins like a page.csv": lambda: b"<5,visits",
    "begins like a script.txt": lambda: b"#!important",
    "figures.xlsx": excel,
    "figures.csv": lambda: b"Month,Visits\r\nMay,12\r\n",
    "of Excel.csv": lambda: "Month,Café\nMay,£12\n".encode("cp1252"),
    "notes.txt": lambda: "\ufeffWords – with a dash.\n".encode(),
}


@pytest.mark.parametrize("side", [6_400, 12_000, 60_000])
def test_a_picture_that_claims_too_many_pixels_is_refused_in_words(side):
    with pytest.raises(ValidationError, match="must have fewer pixels"):
        file_evidence(SimpleUploadedFile("park.png", huge_picture(side)))


@pytest.mark.parametrize("name", GOOD)
def test_what_agencies_send_is_taken(name):
    content = GOOD[name]()
    evidence = file_evidence(SimpleUploadedFile(name, content))
    assert evidence.file == content
    assert evidence.content_type


OFFICE = ("[Content_Types].xml", "word/document.xml")
HOSTILE = {
    "svg": ("picture.svg", lambda: SVG),
    "html": ("page.html", lambda: HTML),
    "htm": ("page.htm", lambda: HTML),
    "program": ("setup.exe", lambda: b"MZ" + bytes(100)),
    "script": ("run.js", lambda: b"alert(1)"),
    "archive": ("all.zip", lambda: archive("a.txt")),
    "word with macros": ("macro.docm", word),
    "old word": ("old.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(100)),
    "no ending": ("report", lambda: PDF),
    "only an ending": (".htaccess", lambda: b"Options +Indexes"),
    "double ending": ("report.pdf.exe", lambda: b"MZ" + bytes(100)),
    "double ending of a page": ("report.pdf.html", lambda: HTML),
    "svg as png": ("picture.png", lambda: SVG),
    "svg as text": ("picture.txt", lambda: SVG),
    "svg as csv, after a byte order mark": ("picture.csv", lambda: b"\xef\xbb\xbf  \n" + SVG),
    "html as text": ("page.txt", lambda: HTML),
    "html as pdf": ("page.pdf", lambda: HTML),
    "html as jpeg": ("page.jpg", lambda: HTML),
    "html as word": ("page.docx", lambda: HTML),
    "program as text": ("setup.txt", lambda: b"MZ" + bytes(100)),
    "program as pdf": ("setup.pdf", lambda: b"MZ" + PDF),
    "shell script as text": ("run.txt", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "pdf as csv": ("report.csv", lambda: PDF),
    "rtf as text": ("letter.txt", lambda: b"{\\rtf1\\ansi}"),
    "excel as word": ("figures.docx", excel),
    "word as excel": ("notes.xlsx", word),
    "archive as word": ("all.docx", lambda: archive("a.txt")),
    "word without a chief part": ("all.docx", lambda: archive("word/document.xml")),
    "macro in word": ("macro.docx", lambda: archive(*OFFICE, "word/vbaProject.bin")),
    "program in word": ("holder.docx", lambda: archive(*OFFICE, "word/embeddings/run.exe")),
    "path out of word": ("path.docx", lambda: archive(*OFFICE, "../../etc/passwd")),
    "absolute path in word": ("path.docx", lambda: archive(*OFFICE, "/etc/passwd")),
    "page before word": ("notes.docx", lambda: HTML + word()),
    "bomb": ("bomb.docx", bomb),
    "word cut in two": ("notes.docx", lambda: word()[:2000]),
    "png cut in two": ("photo.png", lambda: picture("PNG")[:40]),
    "png with a page behind it": ("photo.png", lambda: picture("PNG") + HTML),
    "gif as png": ("photo.png", lambda: picture("GIF")),
    "jpeg as png": ("photo.png", lambda: picture("JPEG")),
    "pdf without an end": ("report.pdf", lambda: b"%PDF-1.7\n"),
    "page before a pdf": ("report.pdf", lambda: HTML + PDF),
    "text with a nought in it": ("notes.txt", lambda: b"words\x00words"),
    "binary as csv": ("figures.csv", lambda: bytes(range(256))),
    "utf-16 text": ("notes.txt", lambda: "words".encode("utf-16")),
    "empty": ("report.pdf", lambda: b""),
    "too large": ("report.pdf", lambda: PDF + bytes(MOST_BYTES)),
    "too large a text": ("notes.txt", lambda: b"a" * (MOST_BYTES + 1)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_what_it_says_is_refused(name):
    file_name, make = HOSTILE[name]
    with pytest.raises(ValidationError) as refused:
        file_evidence(SimpleUploadedFile(file_name, make()))
    assert refused.value.messages[0].startswith("The selected file ")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\robin\\Report.PDF", "Report.pdf"),
        ("report\u202efdp.txt", "report-fdp.txt"),
        ("a\r\nSet-Cookie: x.txt", "a-Set-Cookie- x.txt"),
        ('"><script>.csv', "script.csv"),
        ("report.exe.pdf", "report-exe.pdf"),
        ("  .pdf", "evidence.pdf"),
        ("..pdf", "evidence.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Café – figures (May).csv", "Café - figures (May).csv"),
        ("名前.pdf", "名前.pdf"),
    ],
)
def test_names_are_made_harmless(name, cleaned):
    assert clean_name(name) == cleaned


# By the link.


@pytest.fixture
def asked(action, shelter):
    return make_request(make_round(action.plan), shelter, ["lead@shelter.example.org"])


@pytest.fixture
def save(client, asked, action):
    """save(**fields) saves the action's page with them."""

    def send(**fields):
        address = reverse("answer-action", args=[token_of(asked.recipients.get()), action.pk])
        answer = asked.answers.first()
        seen = version_of(answer) if answer else ""
        typed = {"text": "The lease is signed.", "version": seen, "save": "save"}
        return client.post(address, typed | fields)

    return send


def upload(name="figures.csv", content=b"1,2"):
    return SimpleUploadedFile(name, content)


def test_a_file_and_a_link_are_kept_with_the_answer(save, asked):
    save(file=upload(), link="www.example.org/figures")
    file, link = sorted(asked.answers.get().evidence.all(), key=lambda one: one.link)
    assert (bytes(file.file), file.file_name) == (b"1,2", "figures.csv")
    assert link.link == "https://www.example.org/figures"


def test_the_same_file_sent_twice_is_kept_once(save):
    for _ in range(2):
        save(file=upload())
    assert Evidence.objects.count() == 1


def test_a_file_is_taken_away_again(save, asked):
    save(file=upload())
    save(remove=[str(asked.answers.get().evidence.get().pk)])
    assert not Evidence.objects.exists()


def test_another_agency_s_file_is_not_taken_away(save, asked, larkshire, action):
    other = make_request(asked.round, make_agency(larkshire))
    theirs = make_evidence(make_answer(other, action))
    save(file=upload())
    save(remove=[str(theirs.pk)])
    assert Evidence.objects.count() == 2


def test_no_more_than_five(save, asked):
    for number in range(5):
        save(file=upload(f"{number}.csv"))
    text = save(file=upload("6.csv"), text="Changed words.").content.decode()
    assert "There can be 5 files and links" in text
    assert "Changed words." in text
    assert Evidence.objects.count() == 5
    assert asked.answers.get().text == "The lease is signed."


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("page.html", HTML), "must be a PDF, PNG, JPEG"),
        (("page.pdf", HTML), "is not what its name says"),
        (("notes.txt", b"a" * (MOST_BYTES + 1)), "must be smaller than 5MB"),
        (("empty.txt", b""), "is empty"),
    ],
)
def test_a_refused_file_gives_the_text_back(save, file, words):
    text = save(file=upload(*file)).content.decode()
    assert words in text
    assert "The lease is signed." in text
    assert not Evidence.objects.exists()


def test_with_another_mistake_the_file_is_kept(save):
    text = save(file=upload(), text="x" * 4001).content.decode()
    assert "Select the file again" not in text
    assert Evidence.objects.get().file_name in text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_that_is_none_is_refused(save, link):
    assert "Enter a web address in the correct format" in save(link=link).content.decode()
    assert not Evidence.objects.exists()


def test_evidence_of_an_accepted_answer_stays(client, asked, action, save):
    evidence = make_evidence(make_accepted_answer(asked, action))
    save(text="It goes on.", status="on_track", given_by="Robin Lark", remove=[str(evidence.pk)])
    assert Evidence.objects.get() == evidence


# Taking it away.


def assert_is_download(response):
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def evidence(asked, action):
    answer = make_answer(asked, action)
    return make_evidence(
        answer, "", file=b"1,2", file_name="Café figures.csv", content_type="text/html"
    )


def test_the_holder_of_the_link_gets_it_as_a_download(client, asked, evidence):
    token = token_of(asked.recipients.get())
    response = client.get(reverse("answer-evidence", args=[token, evidence.pk]))
    assert_is_download(response)
    assert response.content == b"1,2"
    # Not what stands in the row.
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def member_gets(sign_in, person, evidence):
    return sign_in(person).get(reverse("evidence", args=["larkshire", evidence.pk]))


def test_an_officer_gets_it_as_a_download(sign_in, cast, evidence):
    assert_is_download(member_gets(sign_in, cast.officer, evidence))


def test_before_it_is_accepted_it_is_for_officers(sign_in, cast, evidence):
    assert member_gets(sign_in, cast.reader, evidence).status_code == 403


def test_once_it_is_accepted_it_is_for_all_members(sign_in, cast, asked, action):
    answer = make_accepted_answer(asked, action)
    evidence = make_evidence(answer, "", file=b"1,2", file_name="figures.csv")
    assert_is_download(member_gets(sign_in, cast.reader, evidence))


def test_nobody_else_gets_it(client, sign_in, cast, evidence):
    address = reverse("evidence", args=["larkshire", evidence.pk])
    assert client.get(address).status_code == 302
    assert sign_in(cast.other_manager).get(address).status_code == 404
    elsewhere = reverse("evidence", args=["wrenmoor", evidence.pk])
    assert client.get(elsewhere).status_code == 404


def test_a_link_is_no_download(sign_in, cast, asked, action):
    evidence = make_evidence(make_answer(asked, action, state=Answer.State.DRAFT))
    assert member_gets(sign_in, cast.officer, evidence).status_code == 404
