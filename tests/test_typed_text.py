"""What is typed or pasted into forms is neither cut nor counted otherwise than the browser does."""

import re

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.forms.models import BaseModelForm
from django.urls import get_resolver, reverse

from csp.typed_text import TypedText, limit
from plans.rich_text import clean
from tests import factories
from tests.test_access import ADDRESSES, BY_LINK, OF_PARTNERSHIP, OWN, PUBLIC

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]
CUTS = re.compile(rb"(?<!data-)maxlength=")
OURS = ("partners", "plans", "actions", "reports")


class Letter(TypedText, forms.Form):
    title = forms.CharField(max_length=5)
    text = forms.CharField(max_length=5, required=False, widget=forms.Textarea)


def test_no_page_cuts_what_is_pasted(address, cast, sign_in):
    client = sign_in(cast.administrator)
    names = [*OF_PARTNERSHIP, *BY_LINK, *PUBLIC, *OWN]
    needs_arguments = "account_reset_password_from_key"
    pages = {name: client.get(address(name)) for name in names if name != needs_arguments}
    assert [name for name, page in pages.items() if CUTS.search(_content(page))] == []


def test_no_page_of_signing_in_cuts_what_is_pasted(client, db):
    names = [name for name in PUBLIC if name.startswith("account_") and "from_key" not in name]
    assert [name for name in names if CUTS.search(client.get(reverse(name)).content)] == []


def test_no_page_for_operators_cuts_what_is_pasted(address, cast, sign_in):
    address("plan")
    client = sign_in(cast.operator)
    ours = tuple(f"admin:{app}" for app in OURS)
    names = [name for name in ADDRESSES if name.startswith(ours) and name.endswith("_add")]
    pages = {name: client.get(reverse(name)) for name in names}
    assert [name for name, page in pages.items() if CUTS.search(page.content)] == []
    assert sum(page.status_code == 200 for page in pages.values()) > 10


def test_every_form_of_ours_takes_text_so(db):
    assert get_resolver().url_patterns
    forms_of_ours = [one for one in _all_of(BaseForm) if one.__module__.startswith(OURS)]
    assert len(forms_of_ours) > 40
    assert [one for one in forms_of_ours if not issubclass(one, TypedText)] == []


def test_a_line_break_counts_as_one_and_is_kept_as_one():
    form = Letter({"title": "A", "text": "a\r\nb\rc"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "a\nb\nc"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("pat\u200b@lark\ufeff.example", "pat@lark.example"),
        ("soft\u00adware", "software"),
        ("a\x02b\x7fc\x9dd\tE\nF", "abcd\tE\nF"),
        ("one\x0btwo\u2028three\x0cfour", "one two three four"),
        ("\u202afrom Excel\u202c \u200f\u200ehere", "from Excel here"),
        ("مرحبا\u200f (1)", "مرحبا\u200f (1)"),
        ("\u200ewords\u200d and\u200cmore", "words andmore"),
        ("👩\u200d🚒 and ❤\ufe0f\u200d🔥", "👩\u200d🚒 and ❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"),
        ("🏴\U000e0067\U000e0062\U000e007f, x\U000e0067", "🏴\U000e0067\U000e0062\U000e007f, x"),
        ("picture \ufffc, \ufffe no-break\xa0space", "picture ,  no-break\xa0space"),
    ],
)
def test_what_nobody_sees_is_taken_out(typed, kept):
    assert Letter({"title": typed}).data["title"] == kept
    assert clean(typed) == kept.replace("\xa0", "&nbsp;")


def test_passwords_stay_as_they_were_typed():
    assert Letter({"password": "soft\u00adware"}).data["password"] == "soft\u00adware"


def test_what_the_browser_counts_as_two_is_two():
    assert not Letter({"title": "🏠🏠🏠"}).is_valid()
    assert Letter({"title": "🏠🏠a"}).is_valid()


def test_text_that_is_too_long_is_refused_by_name_and_given_back():
    form = Letter({"title": "A title"})
    assert form.errors == {"title": ["Title must be 5 characters or fewer"]}
    assert 'value="A title"' in str(form["title"])


def test_a_limit_is_told_in_thousands_and_the_name_of_the_field_as_it_is_last():
    form = Letter({"title": "A", "text": "x" * 4001})
    limit(form.fields["text"], 4000)
    form.fields["text"].label = "What is it?"
    assert form.errors == {"text": ["What is it must be 4,000 characters or fewer"]}


@pytest.mark.parametrize("longest", [(4000, False), (4001, True)])
def test_a_text_of_an_action_is_counted_without_the_second_half_of_its_line_breaks(
    longest, plan, officer
):
    length, is_refused = longest
    action = factories.make_action(factories.make_priority(plan))
    text = "line\r\n" * 700
    text += "x" * (length - 5 * 700)
    page = officer.post(
        action.get_absolute_url(), {"status": "on_track", "text": text, "after": ""}, follow=True
    ).content.decode()
    assert ("What has happened must be 4,000 characters or fewer" in page) == is_refused
    assert [len(one.text) for one in action.updates.all()] == ([] if is_refused else [4000])


def test_what_can_be_entered_is_told_below_the_field(plan, officer):
    action = factories.make_action(factories.make_priority(plan))
    page = officer.get(action.get_absolute_url()).content.decode()
    assert 'data-module="govuk-character-count" data-maxlength="4000"' in page
    assert re.search(r'<textarea[^>]*aria-describedby="id_text_hint +id_text-info"', page)
    assert re.search(r'id="id_text-info"[^>]*>You can enter up to 4,000 characters<', page)


def _content(response):
    return b"" if response.streaming else response.content


def _all_of(form):
    for one in form.__subclasses__():
        if one not in (BaseModelForm, forms.Form, forms.ModelForm):
            yield one
        yield from _all_of(one)
