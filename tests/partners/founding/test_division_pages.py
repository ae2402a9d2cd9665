import pytest
from django.urls import reverse

from partners.access import Role
from partners.models import Division, Founding, Membership, Partnership
from tests.factories import make_agency, make_contact, make_member, make_partnership
from tests.partners.founding.conftest import carry_division_out, make_division, make_founding

TYPED = {
    "districts": "Northshire\r\n\r\n Southshire ",
    "begins_on_0": "1",
    "begins_on_1": "4",
    "begins_on_2": "2027",
}


@pytest.fixture
def at(larkshire):
    """at(name, row): the address of that page of Larkshire."""

    def address(name, row=None):
        return reverse(name, args=[larkshire.slug, *([row.pk] if row else [])])

    return address


@pytest.fixture
def division(larkshire, cast):
    return make_division(larkshire, by=cast.administrator)


def words(response):
    return response.content.decode()


def sent(client, url, **more):
    """What the form of the page sends as it stands, with more."""
    form = client.get(url).context["form"]
    fields = {form[name].html_name: form[name].value() for name in form.fields}
    return client.post(url, fields | more, follow=True)


def test_a_division_is_proposed_with_names_for_each(at, administrator):
    page = administrator.post(at("division-propose"), TYPED, follow=True)
    districts = Division.objects.get().parts.values_list("district", flat=True)
    assert {*districts} == {"Northshire", "Southshire"}
    assert "Northshire Council" in words(page)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"districts": ""}, "Enter 2 or more districts, each on a new line"),
        ({"districts": "Northshire"}, "Enter 2 or more districts, each on a new line"),
        ({"districts": "\n".join(f"D{n}" for n in range(41))}, "into 40 at most. You have entered"),
        ({"districts": "North\nnorth"}, "Enter “North” once"),
        ({"districts": f"North\n{'x' * 101}"}, "Each district must be 100 characters or fewer"),
        ({"begins_on_2": "1066"}, "First day must be between"),
        ({"begins_on_0": ""}, "First day"),
    ],
)
def test_a_bad_proposal_is_told_and_given_back(typed, error, at, administrator):
    response = administrator.post(at("division-propose"), TYPED | typed)
    assert error in words(response)
    assert 'value="2027"' in words(response) or "1066" in words(response)
    assert not Division.objects.exists()


def test_who_has_agreed_to_go_into_another_is_told(at, administrator, cast, larkshire, wrenmoor):
    make_founding(larkshire, wrenmoor, by=cast.administrator)
    page = words(administrator.post(at("division-propose"), TYPED))
    assert "has agreed to go into Heathland Community Safety Partnership" in page
    assert "Northshire" in page


def test_a_part_is_called_otherwise(at, administrator, division):
    part = division.parts.first()
    sent(administrator, at("division-part", part), council="The Old Council")
    assert "The Old Council" in words(administrator.get(at("division", division)))


def test_of_two_who_name_a_part_the_second_gets_both(at, administrator, division):
    part = division.parts.first()
    url = at("division-part", part)
    typed = {"name": "A", "district": "A", "district_kind": "city", "council": "Mine"}
    page = administrator.post(url, typed | {"version": "x"})
    assert "Somebody has changed this meanwhile" in words(page)
    assert "Mine" in words(page)
    assert Founding.objects.get(pk=part.pk).council == part.council
    administrator.post(url, typed | {"version": page.context["form"]["version"].value()})
    assert Founding.objects.get(pk=part.pk).council == "Mine"


def test_a_partner_that_goes_nowhere_is_asked_for(at, administrator, division, larkshire):
    agency, other = make_agency(larkshire, "Police"), make_agency(larkshire, "Shelter")
    to = division.parts.last().pk
    fields = {f"row-{agency.pk}": [], f"row-{other.pk}": [to]}
    page = sent(administrator, at("division-partners", division), **fields)
    assert "Select where Police goes" in words(page)
    assert f'href="#id_row-{agency.pk}_1"' in words(page)
    assert page.context["form"][f"row-{other.pk}"].value() == [str(to)]


def test_contacts_are_offered_where_their_partner_goes(at, administrator, division, larkshire):
    agency = make_agency(larkshire)
    contact = make_contact(agency)
    south = division.parts.get(district="Southshire")
    sent(administrator, at("division-partners", division), **{f"row-{agency.pk}": [south.pk]})
    form = administrator.get(at("division-contacts", division)).context["form"]
    assert form[f"row-{contact.pk}"].field.choices == [(str(south.pk), "Southshire")]


def test_who_places_after_somebody_else_is_told(at, administrator, division, larkshire):
    agency = make_agency(larkshire)
    part = division.parts.first().pk
    typed = {f"row-{agency.pk}": [part], "version": "x"}
    page = sent(administrator, at("division-partners", division), **typed)
    assert "nothing has been saved" in words(page)
    assert not any(one.choices for one in division.parts.all())


def test_each_part_needs_an_administrator(at, administrator, division, cast):
    member = cast.administrator.memberships.get()
    to = division.parts.get(district="Northshire").pk
    page = sent(administrator, at("division-people", division), **{f"row-{member.pk}": [to]})
    assert "Select an administrator who goes to Southshire" in words(page)


def test_more_than_one_form_takes_are_on_several_pages(at, administrator, larkshire, cast):
    for number in range(23):
        make_agency(larkshire, f"Partner {number:02}")
    division = make_division(larkshire, *(f"D{one}" for one in range(40)), by=cast.administrator)
    url = at("division-partners", division)
    assert "1 to 22 of 24" in words(administrator.get(url))
    assert "23 to 24 of 24" in words(administrator.get(f"{url}?from=22"))
    assert "Your choices have been saved" in words(sent(administrator, url))


def test_it_is_divided_as_it_was_shown(at, administrator, division, larkshire):
    page = sent(administrator, at("division-divide", division))
    assert "has been divided into Northshire Community Safety Partnership and South" in words(page)
    larkshire.refresh_from_db()
    assert larkshire.closed_on
    assert "Larkshire Community Safety Partnership" in words(administrator.get("/northshire/"))


@pytest.mark.parametrize(
    ("slug", "error"),
    [
        ("taken", "This word is taken"),
        ("SOUTHSHIRE", "“southshire” is the word of another one"),
        ("", "Enter the word in the web address of Northshire"),
        ("a b", "must be letters, numbers and hyphens only"),
        ("admin", "is an address of the product itself"),
    ],
)
def test_a_bad_address_divides_nothing(slug, error, at, administrator, division):
    make_partnership("Taken")
    part = division.parts.get(district="Northshire")
    page = sent(administrator, at("division-divide", division), **{f"slug-{part.pk}": slug})
    assert error in words(page)
    assert not Partnership.objects.filter(founding__division=division).exists()


def test_what_has_changed_since_is_to_be_read_again(at, administrator, division, larkshire):
    url = at("division-divide", division)
    form = administrator.get(url).context["form"]
    fields = {form[name].html_name: form[name].value() for name in form.fields}
    make_agency(larkshire, "Too late")
    page = administrator.post(url, fields)
    assert "Nothing has been divided" in words(page)
    assert not Partnership.objects.filter(founding__division=division).exists()


def test_who_has_lost_the_right_in_mid_form_is_refused(at, administrator, division, cast):
    Membership.objects.filter(user=cast.administrator).update(role=Role.MANAGER)
    assert administrator.post(at("division-divide", division), {}).status_code == 403


def test_it_is_taken_back_and_withdrawn(at, administrator, division, larkshire):
    carry_division_out(division)
    north = Partnership.objects.get(slug="northshire")
    assert "Division of Larkshire" in words(administrator.get("/northshire/partners/foundings/"))
    back = reverse("division-take-back", args=[north.slug, division.pk])
    assert "has been taken back" in words(administrator.post(back, follow=True))
    page = administrator.post(at("division", division), {"do": "withdraw"}, follow=True)
    assert "The proposal has been withdrawn" in words(page)
    assert not Founding.objects.exists()


def test_a_stranger_to_the_old_one_does_not_decide_in_a_new_one(division, sign_in, larkshire):
    north, _ = carry_division_out(division)
    client = sign_in(make_member(north, Role.ADMINISTRATOR))
    page = client.get(reverse("division-partners", args=[north.slug, division.pk]))
    assert "The partnership has been divided" in words(page)
    back = reverse("division-take-back", args=[north.slug, division.pk])
    assert "not an administrator of Larkshire" in words(client.post(back, follow=True))
    part = reverse("division-part", args=[north.slug, division.parts.first().pk])
    assert client.get(part).status_code == 404


def test_a_page_costs_the_same_however_many_there_are(
    at, administrator, division, larkshire, django_assert_max_num_queries
):
    for number in range(20):
        make_contact(make_agency(larkshire, f"Partner {number}"))
    for name in ("partners", "contacts", "people"):
        with django_assert_max_num_queries(12):
            administrator.get(at(f"division-{name}", division))
