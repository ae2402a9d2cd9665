"""The cover of a Word file as it is on paper: a ground of the partnership's colour, and a picture.

The ground is a shape in the head of the first page, behind its words: nobody need read it. The
picture keeps its words and stands from edge to edge above those of the cover.
"""

from collections.abc import Sequence
from textwrap import wrap

from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.word_styles import (
    BOTTOM_MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_WIDTH,
    TOP_MARGIN,
    WHITE,
)

# Where the words begin, measured from the top of the page, if they are not too many.
WORDS_BEGIN = Mm(192)
# Between the picture and the words below it.
SPACE = Mm(9)
# How wide a letter is, in parts of its size: of a wide font, for not everybody has ours. What is
# said last would else be white on the white of the next page.
LETTER = 0.66
# Below the words, for what else differs.
SPARE = Pt(24)

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
ANCHOR = """
<wp:anchor {namespaces} behindDoc="1" distT="0" distB="0" distL="0" distR="0" simplePos="0"
  relativeHeight="{height_of_layer}" locked="0" layoutInCell="1" allowOverlap="1">
  <wp:simplePos x="0" y="0"/>
  <wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>
  <wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>
  <wp:extent cx="{width}" cy="{height}"/>
  <wp:effectExtent l="0" t="0" r="0" b="0"/>
  <wp:wrapNone/>
  {content}
</wp:anchor>"""
GROUND = """
<wp:docPr id="90000" name="Ground of the cover" descr=""/>
<wp:cNvGraphicFramePr/>
<a:graphic>
  <a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
    <wps:wsp>
      <wps:cNvSpPr/>
      <wps:spPr>
        <a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
        <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
        <a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>
        <a:ln><a:noFill/></a:ln>
      </wps:spPr>
      <wps:bodyPr/>
    </wps:wsp>
  </a:graphicData>
</a:graphic>"""
GROUND_RUN = """
<w:r {namespaces}><mc:AlternateContent><mc:Choice Requires="wps">
  <w:drawing>{anchor}</w:drawing>
</mc:Choice></mc:AlternateContent></w:r>"""


def lay_out(file: WordFile, words: Sequence[Paragraph], colour: str, *, has_picture: bool) -> None:
    """Lay out the cover. words: its paragraphs, the first of them the picture's if it has one.

    colour: of the ground, as “1C4F63”.
    """
    first_header = file.sections[0].first_page_header
    first_header.is_linked_to_previous = False
    first_header.paragraphs[0]._p.append(_ground(colour))
    for paragraph in words:
        _show_links(paragraph)
    picture = next((one for one in words if _inline(one) is not None), None)
    told = [one for one in words if one is not picture]
    title = next((one for one in words if one.style and one.style.name == "Title"), None)
    if title is None:
        return
    room = PAGE_HEIGHT - BOTTOM_MARGIN - _height(told) - SPARE
    begins = max(min(WORDS_BEGIN, room), TOP_MARGIN)
    above = _height(told[: told.index(title)])
    title.paragraph_format.space_before = max(begins - TOP_MARGIN - above, 0)
    if has_picture and picture is not None:
        picture.style = "Cover Picture"
        _spread(picture, max(begins - SPACE, TOP_MARGIN))


def _ground(colour: str) -> BaseOxmlElement:
    size = {"width": PAGE_WIDTH, "height": PAGE_HEIGHT}
    content = GROUND.format(colour=colour, **size)
    anchor = ANCHOR.format(namespaces="", height_of_layer=1, content=content, **size)
    return parse_xml(GROUND_RUN.format(namespaces=NAMESPACES, anchor=anchor))


def _show_links(paragraph: Paragraph) -> None:
    """Links elsewhere have the colour that the ground has."""
    for run in paragraph._p.iterfind(f"{qn('w:hyperlink')}/{qn('w:r')}"):
        Run(run, paragraph).font.color.rgb = RGBColor.from_string(WHITE)


def _inline(paragraph: Paragraph) -> BaseOxmlElement | None:
    return next(iter(paragraph._p.iter(qn("wp:inline"))), None)


def _height(paragraphs: Sequence[Paragraph]) -> int:
    """About how high they are, in the unit of python-docx's lengths."""
    return sum(_height_of(one) for one in paragraphs)


def _height_of(paragraph: Paragraph) -> int:
    if (inline := _inline(paragraph)) is not None:
        return int(inline.find(qn("wp:extent")).get("cy"))
    style = paragraph.style
    assert style
    size, format = style.font.size or Pt(11), style.paragraph_format
    letters = int(TEXT_WIDTH / (LETTER * size))
    lines = sum(len(wrap(line, letters)) or 1 for line in paragraph.text.split("\n"))
    # What the title has above it is what is looked for.
    before = 0 if style.name == "Title" else format.space_before or 0
    spacing = format.line_spacing if isinstance(format.line_spacing, float) else 1.2
    return round(lines * size * 1.15 * spacing) + before + (format.space_after or 0)


def _spread(paragraph: Paragraph, height: int) -> None:
    """Let a picture that stands in the text stand at the page's top, from edge to edge."""
    inline = _inline(paragraph)
    assert inline is not None
    extent = inline.find(qn("wp:extent"))
    natural = int(extent.get("cx")) / int(extent.get("cy"))
    wanted = PAGE_WIDTH / height
    anchor = parse_xml(
        ANCHOR.format(
            namespaces=NAMESPACES, height_of_layer=2, width=PAGE_WIDTH, height=height, content=""
        )
    )
    for name in ("wp:docPr", "wp:cNvGraphicFramePr", "a:graphic"):
        if (part := inline.find(qn(name))) is not None:
            anchor.append(part)
    for size in anchor.iter(qn("a:ext")):
        size.set("cx", str(PAGE_WIDTH))
        size.set("cy", str(height))
    share = 1 - (wanted / natural if natural > wanted else natural / wanted)
    sides = "lr" if natural > wanted else "tb"
    cut = parse_xml(
        f"<a:srcRect {NAMESPACES} "
        + " ".join(f'{side}="{round(share * 50_000)}"' for side in sides)
        + "/>"
    )
    for blip in anchor.iter(qn("a:blip")):
        blip.addnext(cut)
        break
    inline.getparent().replace(inline, anchor)
