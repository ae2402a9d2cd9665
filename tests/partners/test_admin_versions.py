"""/admin/: nobody writes over, or deletes, what somebody else has saved meanwhile."""

import lxml.html
import pytest
from django.contrib import admin
from django.urls import reverse

from actions.models import Action
from partners.admin_versions import VersionedAdmin
from partners.models import Agency, Partnership, User
from plans.models import Indicator, MeetingBody, Plan, Priority, Theme
from tests import factories
from tests.partners.test_admin import one_of_each as one_of_each

pytestmark = pytest.mark.slow

VERSIONED = [
    model
    for model, page in admin.site._registry.items()
    if isinstance(page, VersionedAdmin) and page.has_change_permission.__qualname__[0] != "R"
]

# What others need is deleted by nobody.
NEEDED = {Partnership, Agency, User, Plan, Theme, Priority, Action, Indicator, MeetingBody}


@pytest.fixture
def operator(cast, sign_in):
    return sign_in(cast.operator)


def address(row, what="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{what}", args=[row.pk])


def opened(client, url):
    """The fields of the page's form, as a browser would send them."""
    page = lxml.html.fromstring(client.get(url).content)
    (form,) = [
        one for one in page.forms if "csrfmiddlewaretoken" in one.fields and "version" in one.fields
    ]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("model", VERSIONED, ids=lambda model: model.__name__)
def test_what_somebody_has_changed_is_not_written_over(model, operator, one_of_each):
    row = model.objects.latest("pk")
    typed = opened(operator, address(row))
    row.save()
    records = row.history.count()
    page = operator.post(address(row), typed)
    assert "changed this while you were writing" in page.content.decode()
    assert row.history.count() == records


@pytest.mark.parametrize(
    "model", [one for one in VERSIONED if one not in NEEDED], ids=lambda model: model.__name__
)
def test_what_somebody_has_changed_is_not_deleted(model, operator, one_of_each):
    row = model.objects.latest("pk")
    typed = opened(operator, address(row, "delete"))
    row.save()
    page = operator.post(address(row, "delete"), typed, follow=True).content.decode()
    assert "Look at it as it is now before you delete it" in page
    assert model.objects.filter(pk=row.pk).exists()


def test_both_texts_are_shown_and_the_second_press_is_taken(operator, larkshire):
    typed = opened(operator, address(larkshire)) | {"telephone": "01732 1"}
    larkshire.telephone = "01732 2"
    larkshire.save()
    page = operator.post(address(larkshire), typed)
    text = page.content.decode()
    assert "Saved now: Telephone: 01732 2" in text
    assert 'value="01732 1"' in text
    again = page.context["adminform"].form["version"].value()
    operator.post(address(larkshire), typed | {"version": again})
    larkshire.refresh_from_db()
    assert larkshire.telephone == "01732 1"


def test_a_row_that_is_shown_with_another_counts(operator, plan):
    """An action's owners stand on its page."""
    action = factories.make_action(factories.make_priority(plan))
    typed = opened(operator, address(action))
    action.owners.create(agency=factories.make_agency(plan.partnership))
    page = operator.post(address(action), typed | {"measure": "Beds"}).content.decode()
    assert "changed this while you were writing" in page
    assert Action.objects.get(pk=action.pk).measure == ""


def test_who_belongs_to_a_group_counts(operator, larkshire):
    group, member = (factories.make_agency(larkshire) for _ in range(2))
    typed = opened(operator, address(group))
    group.members.add(member)
    operator.post(address(group), typed)
    assert list(Agency.objects.get(pk=group.pk).members.all()) == [member]


def test_nothing_is_deleted_in_bulk(operator, larkshire, shelter):
    data = {"action": "delete_selected", "_selected_action": [shelter.pk], "post": "yes"}
    operator.post(reverse("admin:partners_agency_changelist"), data)
    assert Agency.objects.filter(pk=shelter.pk).exists()
