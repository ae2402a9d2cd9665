"""What tests look for in a Word file."""

from docx.oxml.ns import qn

# Of a table in narrative.
ROWS = "<tr><td>Lark</td><td>1</td></tr><tr><td>Wren</td><td>2</td></tr>"


def styled(file, *styles):
    """The paragraphs that have one of these styles."""
    return [one for one in file.paragraphs if one.style.name in styles]


def pictures(file):
    """The paragraphs with a picture."""
    return [one for one in file.paragraphs if one._p.findall(f".//{qn('wp:inline')}")]
