import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partners.access import Role
from partners.models import FormerDetails, Founding, Mail, Partnership
from reports.document import document
from tests.factories import (
    make_agency,
    make_edition,
    make_founding,
    make_member,
    make_membership,
    make_plan,
)
from tests.partners.founding.conftest import NOON, carry_out

TYPED = {
    "name": "Heathland Community Safety Partnership",
    "district": "Heathland",
    "district_kind": "unitary",
    "council": "Heathland Council",
    "policing_body": "",
    "begins_on_0": "1",
    "begins_on_1": "4",
    "begins_on_2": "2027",
    "named": "",
}


@pytest.fixture
def at(larkshire):
    """at(name, founding): the address of that page of Larkshire."""

    def address(name, founding=None):
        return reverse(name, args=[larkshire.slug, *([founding.pk] if founding else [])])

    return address


@pytest.fixture
def agreed(larkshire, wrenmoor, cast):
    return make_founding(larkshire, wrenmoor, by=cast.administrator)


def words(response):
    return response.content.decode()


def test_a_partnership_is_proposed_from_those_that_one_administers(
    at, administrator, cast, wrenmoor
):
    make_membership(cast.administrator, wrenmoor, Role.ADMINISTRATOR)
    administrator.post(at("founding-propose"), TYPED | {"own": [wrenmoor.pk]})
    founders = Founding.objects.get().founders.all()
    assert [(str(one), one.agrees) for one in founders] == [
        ("Larkshire Community Safety Partnership", True),
        ("Wrenmoor Community Safety Partnership", True),
    ]


@pytest.mark.parametrize("named", ["Wrenmoor", "WRENMOOR", "wrenmoor community safety partnership"])
def test_others_are_named_and_asked(named, at, administrator, cast):
    administrator.post(at("founding-propose"), TYPED | {"named": named})
    assert Mail.objects.get().recipient == cast.other_administrator.email


def test_nobody_is_told_whether_there_is_such_a_partnership(at, administrator, wrenmoor):
    pages = []
    for named in ("Wrenmoor", "Thornby"):
        response = administrator.post(at("founding-propose"), TYPED | {"named": named}, follow=True)
        proposed = Founding.objects.first()
        pages.append(words(response).replace(named, "X").replace(f"/{proposed.pk}/", "/1/"))
    ours, theirs = (re.sub(r'(nonce|value)="[^"]*"', "", one) for one in pages)
    assert ours == theirs


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"named": ""}, "Enter at least one other partnership"),
        ({"named": "\n".join(f"P{n}" for n in range(40))}, "A partnership is founded from 40"),
        ({"named": "x", "district": ""}, "Enter the district"),
        ({"named": "x", "begins_on_2": "1066"}, "First day must be between"),
        ({"named": "x" * 201}, "Each name must be 200 characters or fewer"),
    ],
)
def test_a_bad_proposal_is_told_and_given_back(typed, error, at, administrator):
    response = administrator.post(at("founding-propose"), TYPED | typed)
    assert error in words(response)
    assert "Heathland Council" in words(response)
    assert not Founding.objects.exists()


def test_an_administrator_who_is_asked_agrees_or_declines(at, cast, wrenmoor, sign_in, larkshire):
    founding = make_founding(wrenmoor)
    founding.founders.create(partnership=larkshire, asked_as="larkshire")
    client = sign_in(cast.administrator)
    assert "proposes to found Heathland" in words(client.get(larkshire.get_absolute_url()))
    shown = client.get(at("founding", founding))
    version = shown.context["version"]
    client.post(at("founding", founding), {"do": "decline", "version": version})
    assert founding.founders.get(partnership=larkshire).agrees is False
    again = client.post(at("founding", founding), {"do": "agree", "version": version}, follow=True)
    assert "Another administrator has answered meanwhile" in words(again)


def test_who_has_not_agreed_shows_none_of_their_partners(at, administrator, larkshire, wrenmoor):
    make_agency(wrenmoor, "Secret Service")
    founding = make_founding(larkshire)
    founding.founders.create(partnership=wrenmoor, asked_as="wrenmoor")
    for name in ("founding", "founding-agencies", "founding-found"):
        shown = words(administrator.get(at(name, founding)))
        assert "Secret Service" not in shown
        assert "Wrenmoor" not in shown


def test_partners_are_taken_apart_and_paired(at, administrator, agreed, larkshire, wrenmoor):
    ours, theirs = make_agency(larkshire, "Police"), make_agency(wrenmoor, "Police")
    url = at("founding-agencies", agreed)
    version = administrator.get(url).context["version"]
    administrator.post(url, {"part": theirs.pk, "version": version})
    shown = administrator.get(url).context
    assert not shown["joined"]
    pair = {"pair": "", "first": ours.pk, "second": theirs.pk, "version": shown["version"]}
    administrator.post(url, pair)
    assert len(administrator.get(url).context["joined"]) == 1


def test_choices_that_somebody_else_made_are_not_overwritten(at, administrator, agreed, wrenmoor):
    agency = make_agency(wrenmoor, "Police")
    response = administrator.post(
        at("founding-agencies", agreed), {"part": agency.pk, "version": "x"}, follow=True
    )
    assert "Somebody else has changed this" in words(response)


@pytest.mark.parametrize("same", [True, False])
def test_two_partners_of_one_partnership_are_not_paired(same, at, administrator, agreed, larkshire):
    first, second = make_agency(larkshire, "Police"), make_agency(larkshire, "Fire")
    pair = {"first": first.pk, "second": first.pk if same else second.pk, "pair": ""}
    response = administrator.post(at("founding-agencies", agreed), pair)
    told = "Select another partner" if same else "Two partners of one partnership stay two"
    assert told in words(response)


def test_it_is_founded_as_it_was_shown(at, administrator, agreed):
    url = at("founding-found", agreed)
    version = administrator.get(url).context["coming"].version
    response = administrator.post(url, {"slug": "heathland", "version": version})
    assert response.url == "/heathland/"
    assert Partnership.objects.get(slug="heathland").founding == agreed


def test_what_changed_meanwhile_is_told_and_founds_nothing(at, administrator, agreed, wrenmoor):
    url = at("founding-found", agreed)
    version = administrator.get(url).context["coming"].version
    make_agency(wrenmoor, "New partner")
    response = administrator.post(url, {"slug": "heath", "version": version})
    assert "Nothing has been founded" in words(response)
    assert 'value="heath"' in words(response)
    assert not Partnership.objects.filter(slug="heath").exists()


@pytest.mark.parametrize("slug", ["wrenmoor", "admin", "not one", ""])
def test_a_bad_address_is_told(slug, at, administrator, agreed):
    url = at("founding-found", agreed)
    version = administrator.get(url).context["coming"].version
    response = administrator.post(url, {"slug": slug, "version": version})
    assert response.context["form"].errors.keys() == {"slug"}


def test_members_of_both_find_the_new_one_and_others_its_name(agreed, cast, sign_in, larkshire):
    new = carry_out(agreed)
    left = make_member(larkshire, Role.READER)
    assert f'<a class="govuk-link" href="/{new.slug}/">' in words(
        sign_in(cast.reader).get("/larkshire/")
    )
    assert f"succeeded by {new}" in words(sign_in(left).get("/larkshire/"))


def test_it_is_taken_back_on_a_page(agreed, administrator):
    carry_out(agreed)
    url = reverse("founding-take-back", args=["heathland", agreed.pk])
    assert "Everything in" in words(administrator.get(url))
    assert administrator.post(url, follow=True).status_code == 200
    assert not Partnership.objects.filter(slug="heathland").exists()


def test_what_was_issued_is_not_taken_back(agreed, administrator):
    new = carry_out(agreed)
    make_edition(make_plan(new))
    url = reverse("founding-take-back", args=["heathland", agreed.pk])
    assert "has issued" in words(administrator.get(url))
    administrator.post(url)
    assert Partnership.objects.filter(pk=new.pk).exists()


def test_a_partnership_is_renamed_from_a_day_on(at, administrator, larkshire):
    url = at("partnership-rename")
    shown = administrator.get(url).context["form"]
    typed = {name: shown[name].value() for name in ("name", "council", "district_kind", "version")}
    day = {"since_0": "1", "since_1": "6", "since_2": "2026"}
    administrator.post(url, typed | day | {"district": "Greater Larkshire", "policing_body": "Y"})
    larkshire = Partnership.objects.get(pk=larkshire.pk)
    assert larkshire.district == "Greater Larkshire"
    assert larkshire.as_of(date(2026, 5, 31)).district == "Larkshire"
    assert larkshire.as_of(date(2026, 6, 1)).district == "Greater Larkshire"


@pytest.mark.parametrize(
    ("year", "error"),
    [
        ("2027", "The day must be today or in the past"),
        ("2019", "The day must be after 1 May 2020"),
    ],
)
def test_it_is_not_renamed_in_the_future_or_before_the_last_time(
    year, error, at, administrator, larkshire
):
    FormerDetails.objects.create(
        partnership=larkshire, until=date(2020, 5, 1), name="A", district="A", council="A"
    )
    day = {"since_0": "1", "since_1": "6", "since_2": year}
    typed = {"name": "B", "district": "B", "council": "B", "district_kind": "city"}
    assert error in words(administrator.post(at("partnership-rename"), typed | day))


def test_old_documents_keep_the_old_names(larkshire, plan):
    FormerDetails.objects.create(
        partnership=larkshire, until=date(2026, 6, 1), name="Old name", district="A", council="A"
    )
    before = make_plan(larkshire, 2025)
    assert document(before, on=NOON.date()).partnership == "Old name"
    assert document(plan, on=NOON.date()).partnership == larkshire.name


def test_the_new_one_leads_to_what_it_was_founded_from(agreed, cast, sign_in):
    carry_out(agreed)
    page = words(sign_in(cast.reader).get("/heathland/"))
    assert '<a class="govuk-link" href="/larkshire/">' in page
    assert "<li>Wrenmoor Community Safety Partnership</li>" in page


def test_the_menu_leaves_closed_ones_out(agreed, cast, sign_in):
    carry_out(agreed)
    with time_machine.travel("2027-04-01T12:00Z"):
        page = words(sign_in(cast.reader).get("/accounts/invitations/"))
    assert 'href="/heathland/"' in page
    assert 'href="/larkshire/"' not in page


def test_an_agency_leads_to_what_it_was_in_the_reader_s_partnership(agreed, cast, sign_in):
    ours, theirs = (make_agency(one.partnership, "Police") for one in agreed.founders.all())
    agency = carry_out(agreed).agencies.get(name="Police")
    page = words(sign_in(cast.reader).get(f"/heathland/partners/{agency.pk}/"))
    assert f"/larkshire/partners/{ours.pk}/" in page
    assert f"/{theirs.partnership.slug}/" not in page
    assert "<li>Wrenmoor</li>" in page
