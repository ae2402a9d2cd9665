"""Lists of contacts as people keep them go in by the page, and by the command, unedited."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from partners.models import Contact
from tests.factories import make_agency
from tests.partners.contact_lists import FIRE, LISTS, POLICE

URL = "/larkshire/partners/import/"


@pytest.fixture(autouse=True)
def partners(larkshire, shelter):
    for name in (POLICE, FIRE):
        make_agency(larkshire, name)


def imported():
    contacts = Contact.objects.order_by("pk").select_related("agency")
    return [(one.agency.name, one.role, one.name, one.email, one.telephones) for one in contacts]


def send(client, response, **fields):
    """Send the form of a page as it is, but for these fields."""
    form = response.context["form"]
    sent = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
    if "preview" in response.context:
        sent["agreed"] = response.context["preview"].digest
    return client.post(response.request["PATH_INFO"], sent | fields, follow=True)


@pytest.mark.parametrize("kept", LISTS)
def test_a_list_goes_in_by_the_page_as_it_is(kept, administrator):
    listed = LISTS[kept]
    file = SimpleUploadedFile(listed.name, listed.content())
    page = administrator.post(URL, {"file": file}, follow=True)
    page = send(administrator, page, **listed.columns)
    if page.context["preview"].is_asking:
        page = send(administrator, page, do="add", **listed.answers)
    send(administrator, page, do="import")
    assert imported() == listed.contacts


BY_COMMAND = [kept for kept, listed in LISTS.items() if listed.command]


@pytest.mark.parametrize("kept", BY_COMMAND)
def test_a_list_goes_in_by_the_command_as_it_is(kept, tmp_path):
    listed = LISTS[kept]
    file = tmp_path / listed.name
    file.write_bytes(listed.content())
    call_command("import_contacts", "larkshire", str(file), *listed.command)
    assert imported() == listed.contacts


def test_there_are_enough_of_them():
    assert len(LISTS) >= 15
    assert len(BY_COMMAND) >= 5
