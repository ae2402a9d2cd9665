"""Every address of test_access.py, as every member of the cast."""

import re

import pytest
from django.urls import reverse

from partners.access import OF_CLOSED, PERMISSIONS, Role
from partners.models import Membership, Partnership
from tests import factories
from tests.conftest import TODAY
from tests.test_access import ADDRESSES, BY_LINK, OF_PARTNERSHIP, OWN, PUBLISHED, ROLES

# Who may have a file is asked here, not what is in it.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]


# One person walks every address in one test: making the rows takes longer than the walk.
@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_member_sees_what_the_role_permits(role, address, cast, sign_in):
    client = sign_in(getattr(cast, role))
    found = {name: client.get(address(name)).status_code for name in OF_PARTNERSHIP}
    expected = {
        name: 200 if permission in PERMISSIONS[role] else 403
        for name, permission in OF_PARTNERSHIP.items()
    }
    assert found == expected


@pytest.mark.any_database
def test_a_closed_partnership_is_read_and_no_more(address, cast, sign_in, larkshire):
    addresses = {name: address(name) for name in OF_PARTNERSHIP}
    Partnership.objects.filter(pk=larkshire.pk).update(closed_on=TODAY)
    client = sign_in(cast.administrator)
    found = {name: client.get(url).status_code for name, url in addresses.items()}
    assert found == {
        name: 200 if permission in OF_CLOSED else 403 for name, permission in OF_PARTNERSHIP.items()
    }
    posted = {name: client.post(url).status_code for name, url in addresses.items()}
    assert {name for name, status in posted.items() if status not in (403, 405)} == set()


@pytest.mark.any_database
@pytest.mark.parametrize("person", [*(f"other_{role}" for role in Role), "operator"])
def test_to_a_stranger_it_does_not_exist(person, address, cast, sign_in):
    client = sign_in(getattr(cast, person))
    wrong = []
    for name in OF_PARTNERSHIP:
        url = address(name)
        for response, statuses in ((client.get(url), {404}), (client.post(url), {404, 405})):
            if response.status_code not in statuses or b"Larkshire" in response.content:
                wrong.append((name, response.request["REQUEST_METHOD"], response.status_code))
    assert wrong == []


@pytest.mark.any_database
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_it_without_signing_in(method, address, client):
    wrong = []
    for name in [*OF_PARTNERSHIP, "my-work"]:
        response = getattr(client, method)(address(name))
        leads_to = response.url if response.status_code == 302 else ""
        if not leads_to.startswith(reverse("account_login")):
            wrong.append((name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(BY_LINK))
def test_what_a_link_opens_is_the_same_for_everybody(name, address, cast, client, sign_in):
    as_anybody = client.get(address(name))
    for person in (cast.other_officer, cast.officer):
        response = sign_in(person).get(address(name))
        assert response.status_code == 200
        assert not response.cookies
        assert _without_nonce(response) == _without_nonce(as_anybody)


def _without_nonce(response):
    return re.sub(rb'nonce="[^"]*"', b"", response.content)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
@pytest.mark.parametrize("person", ["nobody", "other_officer", "operator"])
def test_what_is_published_is_the_same_for_everybody(person, name, address, cast, client, sign_in):
    as_anybody = client.get(address(name))
    if person != "nobody":
        sign_in(getattr(cast, person))
    response = client.get(address(name))
    assert response.status_code == 200
    assert response.content == as_anybody.content
    assert not response.cookies
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(OWN))
def test_whoever_is_signed_in_sees_their_own(name, cast, sign_in):
    assert sign_in(cast.reader).get(reverse(name)).status_code in {200, 302, 405}


@pytest.mark.parametrize("person", [*Role, *(f"other_{role}" for role in Role)])
def test_the_admin_is_for_operators(person, cast, sign_in):
    response = sign_in(getattr(cast, person)).get(reverse("admin:partners_contact_changelist"))
    assert response.status_code in {302, 403}


def test_the_operator_sees_every_admin_list(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.operator)
    lists = [name for name in ADDRESSES if name.endswith("_changelist")]
    assert len(lists) > 15
    for name in lists:
        assert client.get(reverse(name)).status_code == 200


def test_a_person_without_memberships_is_told_whom_to_ask(sign_in, db):
    response = sign_in(factories.make_user()).get(reverse("my-work"))
    assert "not a member of a partnership yet" in response.content.decode()


def test_leaving_a_partnership_ends_access(address, cast, sign_in):
    client = sign_in(cast.officer)
    Membership.objects.filter(user=cast.officer).delete()
    assert client.get(address("plan")).status_code == 404
