"""The narrative of a plan: its blocks, their pictures, the preview."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from csp.versions import version_of
from plans.models import Block
from tests.factories import make_block, make_part, make_picture, make_plan, make_priority
from tests.pages import text

URL = "/larkshire/2026/narrative/"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def typed(**fields):
    return {
        "part": "introduction",
        "kind": "narrative",
        "body": "<p>A</p>",
        "published": "on",
    } | fields


def file(content, name="park.png"):
    return SimpleUploadedFile(name, content)


def kept(block):
    """The picture's bytes as they are kept."""
    with block.picture.open() as picture:
        return picture.read()


def size_of(block):
    return Image.open(BytesIO(kept(block))).size


def test_a_manager_writes_a_block(manager, cast, plan):
    response = manager.post(f"{URL}add/", typed(heading="Foreword"))
    block = plan.blocks.get()
    assert response.url == f"{URL}#block-{block.pk}"
    assert (block.heading, block.body, block.published) == ("Foreword", "<p>A</p>", True)
    assert block.history.get().history_user == cast.manager


def test_a_new_block_comes_last_in_its_part(manager, plan):
    make_block(plan, position=7)
    make_block(plan, part="funding", position=9)
    manager.post(f"{URL}add/", typed(heading="New"))
    assert plan.blocks.get(heading="New").position == 8


def test_a_block_that_changes_its_part_comes_last_there(manager, plan):
    block = make_block(plan, position=0)
    make_block(plan, part="funding", position=0)
    manager.post(f"{URL}{block.pk}/", typed(part="funding", version=version_of(block)))
    block.refresh_from_db()
    assert (block.part, block.position) == ("funding", 1)


def test_a_block_that_stays_in_its_part_keeps_its_place(manager, plan):
    block = make_block(plan, position=0)
    make_block(plan, position=1)
    manager.post(f"{URL}{block.pk}/", typed(heading="Same", version=version_of(block)))
    block.refresh_from_db()
    assert (block.heading, block.position) == ("Same", 0)


def test_the_page_of_a_part_begins_with_it(manager, plan):
    page = manager.get(f"{URL}add/?part=funding")
    assert page.context["form"]["part"].value() == "funding"


def test_what_is_not_allowed_in_rich_text_is_taken_out(manager, plan):
    body = '<p class="MsoNormal" style="color:red">A<o:p></o:p></p><script>alert(1)</script>'
    manager.post(f"{URL}add/", typed(body=body))
    assert plan.blocks.get().body == "<p>A</p>"


def test_text_typed_into_the_plain_box_gets_its_paragraphs(manager, plan):
    manager.post(f"{URL}add/", typed(body="1 < 2\r\n\r\nTwo"))
    assert plan.blocks.get().body == "<p>1 &lt; 2</p><p>Two</p>"


def test_a_block_says_something(manager, plan):
    page = text(manager.post(f"{URL}add/", typed(body="<p></p>")))
    assert '<a href="#id_body">Enter a text, a heading or a picture</a>' in page
    assert not plan.blocks.exists()


def test_another_plan_s_priority_is_not_offered(manager, plan, larkshire):
    other = make_priority(make_plan(larkshire, 2025))
    page = text(manager.post(f"{URL}add/", typed(priority=other.pk)))
    assert "Select the priority from the list" in page


def test_the_second_to_save_sees_both_texts(manager, cast, plan):
    block = make_block(plan, body="<p>First</p>")
    seen = version_of(block)
    block.body, block._history_user = "<p>Theirs <em>indeed</em></p>", cast.administrator
    block.save()
    page = text(manager.post(f"{URL}{block.pk}/", typed(body="<p>Mine</p>", version=seen)))
    assert f"{cast.administrator} changed this while you were writing." in page
    assert '<div class="app-prose"><p>Theirs <em>indeed</em></p></div>' in page
    assert "&lt;p&gt;Mine&lt;/p&gt;</textarea>" in page
    assert Block.objects.get().body == block.body


def test_a_picture_is_kept_without_what_else_is_in_the_file(manager, plan):
    exif = Image.Exif()
    exif[0x010E] = "At home"
    content = make_picture(400, 300, "JPEG", exif=exif)
    data = typed(picture=file(content, "no.exe"), alternative_text="A park")
    assert manager.post(f"{URL}add/", data).status_code == 302
    block = plan.blocks.get()
    assert b"At home" in content
    assert b"At home" not in kept(block)
    assert block.picture.name.endswith(".jpg")
    assert size_of(block) == (400, 300)


def test_a_picture_stands_upright(manager, plan):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = typed(picture=file(make_picture(40, 30, "JPEG", exif=exif)), alternative_text="A park")
    manager.post(f"{URL}add/", data)
    assert size_of(plan.blocks.get()) == (30, 40)


def test_a_picture_is_made_no_larger_than_a_page_needs(manager, plan):
    data = typed(picture=file(make_picture(5000, 500)), alternative_text="A park")
    manager.post(f"{URL}add/", data)
    assert size_of(plan.blocks.get()) == (2400, 240)


def test_a_picture_needs_words(manager, plan):
    page = text(manager.post(f"{URL}add/", typed(picture=file(make_picture()))))
    assert "Enter what the picture shows" in page
    assert "Select the picture again" in page
    assert not plan.blocks.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"No picture", "The picture must be a PNG or JPEG file that can be read"),
        (make_picture(kind="GIF"), "The picture must be a PNG or JPEG file that can be read"),
        (make_picture(90, 90)[:90], "The picture must be a PNG or JPEG file that can be read"),
        (b"\0" * (10 * 1024 * 1024 + 1), "The picture must be smaller than 10MB"),
        (b"", "The picture’s file is empty"),
    ],
    ids=["text", "gif", "cut short", "too large", "empty"],
)
def test_a_file_that_is_no_good_is_refused(content, words, manager, plan):
    data = typed(heading="Kept", picture=file(content), alternative_text="A park")
    page = text(manager.post(f"{URL}add/", data))
    assert words in page
    assert 'value="Kept"' in page
    assert not plan.blocks.exists()


def test_a_picture_of_too_many_pixels_is_refused(manager, plan):
    file_of_few_bytes = BytesIO()
    Image.new("1", (12_000, 6_000)).save(file_of_few_bytes, "PNG")
    data = typed(picture=file(file_of_few_bytes.getvalue()), alternative_text="A park")
    page = text(manager.post(f"{URL}add/", data))
    assert "The picture must have fewer pixels: it has 12,000 by 6,000" in page


def test_a_picture_stays_until_it_is_removed(manager, plan):
    block = make_block(plan, picture=file(make_picture()), alternative_text="A park")
    url = f"{URL}{block.pk}/"
    fields = {"alternative_text": "A pond"}
    manager.post(url, typed(**fields, version=version_of(block)))
    block.refresh_from_db()
    assert (bool(block.picture), block.alternative_text) == (True, "A pond")
    manager.post(url, typed(remove_picture="on", version=version_of(block)))
    block.refresh_from_db()
    assert not block.picture


def test_the_picture_that_was_replaced_comes_back(manager, plan):
    block = make_block(plan, picture=file(make_picture()), alternative_text="A park")
    first = block.history.get()
    data = typed(picture=file(make_picture()), alternative_text="A pond")
    manager.post(f"{URL}{block.pk}/", data | {"version": version_of(block)})
    url = f"{URL}{block.pk}/history/{first.pk}/"
    manager.post(url, {"version": version_of(block)})
    block.refresh_from_db()
    assert (block.picture.name, block.alternative_text) == (first.picture, "A park")
    assert kept(block)


def test_a_picture_is_served_as_what_it_is(manager, plan):
    block = make_block(plan, picture=file(make_picture()), alternative_text="A park")
    response = manager.get(f"{URL}{block.pk}/picture")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("picture", ["", "gone.png"])
def test_a_picture_that_is_not_there_is_not_found(picture, manager, plan):
    block = make_block(plan, picture=picture, alternative_text="A park")
    assert manager.get(f"{URL}{block.pk}/picture").status_code == 404


def test_the_blocks_stand_by_part_in_the_order_of_the_document(manager, plan):
    make_block(plan, part="glossary", heading="Fourth")
    make_block(plan, heading="Second", position=2)
    make_block(plan, heading="First", position=1, published=False)
    make_block(plan, part="funding", heading="Third")
    page = text(manager.get(URL))
    places = [page.index(heading) for heading in ("First", "Second", "Third", "Fourth")]
    assert places == sorted(places)
    assert page.count("Not printed") == 1
    assert f'href="{URL}add/?part=policing"' in page


def test_the_plan_s_own_order_of_parts_counts(manager, plan):
    for position, part in enumerate(("funding", "introduction")):
        plan.parts.create(part=part, position=position)
        make_block(plan, part=part)
    parts = [part for part, _, _ in manager.get(URL).context["parts"]]
    assert parts == ["funding", "introduction"]


def test_the_page_costs_the_same_however_much_it_shows(manager, plan, django_assert_num_queries):
    for number in range(12):
        make_block(plan, heading=f"Block {number}", priority=make_priority(plan))
    # Session, person, membership, menu, plan, its parts, its blocks.
    with django_assert_num_queries(7):
        manager.get(URL)


def test_a_preview_shows_the_block_and_writes_nothing(manager, plan):
    data = typed(heading="H < 1", kind="quotation", attribution="A resident")
    page = text(manager.post(f"{URL}preview/", data))
    assert "H &lt; 1</h2>" in page
    assert "<blockquote><p>A</p></blockquote>" in page
    assert "A resident" in page
    assert not Block.objects.exists()


def test_a_preview_is_cleaned(manager, plan):
    page = text(manager.post(f"{URL}preview/", typed(body="<p>A<script>alert(1)</script></p>")))
    assert "<p>A</p>" in page
    assert "alert(1)" not in page


def test_a_preview_shows_the_picture_that_is_saved(manager, plan):
    block = make_block(plan, picture=file(make_picture()), alternative_text="A park")
    data = typed(alternative_text="A pond")
    page = text(manager.post(f"{URL}preview/?block={block.pk}", data))
    assert f'src="{URL}{block.pk}/picture" alt="A pond"' in page


def test_another_partnership_s_block_has_no_preview(manager, plan, wrenmoor):
    block = make_block(make_plan(wrenmoor))
    assert manager.post(f"{URL}preview/?block={block.pk}", typed()).status_code == 404


def test_the_preview_button_gives_back_everything_typed(manager, plan):
    block = make_block(plan, heading="Saved")
    seen = version_of(block)
    data = typed(heading="Typed", body="<p>B</p>", version=seen, preview="")
    del data["published"]
    page = manager.post(f"{URL}{block.pk}/", data)
    form = page.context["form"]
    names = ("heading", "body", "version", "published")
    assert [form[name].value() for name in names] == ["Typed", "<p>B</p>", seen, False]
    assert "<p>B</p>" in text(page)
    assert "There is a problem" not in text(page)
    assert Block.objects.get().heading == "Saved"


def test_a_narrative_is_not_for_officers(cast, sign_in, plan):
    assert sign_in(cast.officer).get(URL).status_code == 403


def test_a_part_of_figures_alone_is_no_chapter_of_the_narrative(manager, plan):
    make_part(plan, "figures")
    assert manager.get(URL).status_code == 200
