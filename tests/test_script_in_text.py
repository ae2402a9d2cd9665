"""Text that looks like markup, in every text field of every row, on every page: it stays text."""

import itertools
import os
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.http import HttpResponse

from reports.models import EditionFile
from tests.test_access import BY_LINK, OF_PARTNERSHIP, PUBLISHED

pytestmark = pytest.mark.usefixtures("no_rendering")
CORPUS = [
    "<script>owned()</script>",
    "<img src=x onerror=owned()>",
    '"><svg onload=owned()>',
    "' autofocus onfocus=owned() x='",
    "</textarea><script>owned()</script>",
    "</title></style><iframe src=javascript:owned()>",
    "</script><script>owned()//</script>",
    "javascript:owned()",
    '<a href="javascript:owned()">x</a>',
    '<a href=" jAva\tscript:owned()">x</a>',
    '<math><mi xlink:href="data:text/html,owned()">',
    "{{ owned }}{% owned %}${owned()}",
    "<!-- --><img src=x onerror=owned()>-->",
    "&lt;script&gt;owned()&lt;/script&gt;",
    "\u2028<body onload=owned()>",
    "<style>@import 'https://owned.example.org/'</style>",
]
# With 16 every field has held each of them: PASSES=16 script/test tests/test_script_in_text.py
PASSES = int(os.environ.get("PASSES", 1))
# Frozen.
LEFT_ALONE = {EditionFile}
# Nobody writes these: keys, and what is checked to be an address, a colour or a list of days. The
# e-mail as a page is shown with nothing allowed.
NOT_WRITTEN = {"accent_colour", "content_type", "file_name", "html", "key", "link", "message_id"}
NOT_WRITTEN |= {"password", "reminder_days", "website"}
NAMES_AND_ADDRESSES = (models.SlugField, models.EmailField, models.FileField)


class Live(HTMLParser):
    """What in a page would run what an author wrote."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in attributes:
            address = "".join((value or "").lower().split())
            if name.startswith("on") or (
                name.removeprefix("xlink:") in ("href", "src", "action", "formaction", "data")
                and address.startswith(("javascript:", "vbscript:", "data:text"))
            ):
                self.found.append((tag, name, value))
        if tag in ("iframe", "object", "embed", "base", "math"):
            self.found.append((tag, attributes))

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside and "owned" in text and not text.lstrip().startswith("{"):
            self.found.append((self.inside, text))


def live(response):
    """What would run in an HTML page; nothing in a response of another kind, which is no page."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    parser = Live()
    parser.feed(response.content.decode())
    return parser.found


def text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, NAMES_AND_ADDRESSES)
        and not field.choices
        and not field.primary_key
        and field.name not in NOT_WRITTEN
    ]


def write_everywhere(first):
    """Into every text field of every row of ours, past the forms; how many fields that were.

    first: with which of the corpus to begin; each field takes the next.
    """
    written = 0
    texts = itertools.cycle(CORPUS[first:] + CORPUS[:first])
    for app in ("partners", "plans", "actions", "rounds", "building", "reports"):
        for model in set(apps.get_app_config(app).get_models()) - LEFT_ALONE:
            for field in text_fields(model):
                for row in model._base_manager.all():
                    # Each row's own, since many must differ; cut as the form would.
                    value = f"{next(texts)}{row.pk}"[: field.max_length]
                    try:
                        with transaction.atomic():
                            model._base_manager.filter(pk=row.pk).update(**{field.name: value})
                    except DatabaseError:
                        # A constraint says that no such text can be there.
                        continue
                    written += 1
    return written


def test_the_reader_of_pages_knows_what_runs():
    harmless = {"javascript:owned()", "{{ owned }}{% owned %}${owned()}"}
    harmless |= {"&lt;script&gt;owned()&lt;/script&gt;"}
    unescaped = {text: HttpResponse(f"<p title='{text}'>{text}</p>") for text in CORPUS}
    assert {text for text in CORPUS if not live(unescaped[text])} == harmless


@pytest.mark.any_database
@pytest.mark.parametrize("first", range(PASSES))
def test_on_no_page_does_it_run(first, address, manager):
    places = {name: address(name) for name in OF_PARTNERSHIP.keys() | BY_LINK | PUBLISHED}
    assert write_everywhere(first) > 100
    found = {}
    shown = 0
    loose = []
    for name, place in places.items():
        response = manager.get(place)
        found |= {name: live(response)} if live(response) else {}
        if "unsafe" in response.headers["Content-Security-Policy"]:
            loose.append(name)
        shown += "owned" in getattr(response, "content", b"").decode(errors="replace")
    assert found == {}
    # An e-mail as a page, which has styles of its own, in a frame where nothing runs.
    assert loose == ["sent-mail-file"]
    assert shown > 50
