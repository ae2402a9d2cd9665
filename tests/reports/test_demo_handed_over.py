"""The demo has issued editions, and e-mails to be read."""

import pytest
from django.core import mail
from django.utils import timezone

from actions.models import Action
from partners.models import Mail
from reports.demo import handed_over
from reports.demo.handed_over import hand_over
from reports.models import Edition

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("loaded_demo")]
without_files = pytest.mark.usefixtures("no_rendering")


def test_its_files_are_made_while_no_server_is_there(client, monkeypatch):
    monkeypatch.setattr(handed_over, "ISSUED", [("sevenoaks", "2017", 0)])
    hand_over(timezone.now())
    file = client.get("/published/sevenoaks/2017/1/document.pdf")
    assert file.content.startswith(b"%PDF-1.7")


@without_files
def test_editions_are_there_to_be_read(client):
    hand_over(timezone.now())
    assert Edition.objects.count() == 4
    page = client.get("/published/tonbridge-and-malling/2026/").content.decode()
    assert "Edition 1" in page


@without_files
def test_two_editions_of_a_year_tell_what_has_changed(client):
    before = Action.objects.count()
    hand_over(timezone.now())
    assert Action.objects.count() == before
    page = client.get("/published/tonbridge-and-malling/2026/changes/").content.decode()
    assert "1 action added, 1 action removed" in page
    assert "Print a leaflet" in page


@without_files
def test_the_plan_about_violence_can_be_left_at_a_press(client):
    hand_over(timezone.now())
    page = client.get("/published/tonbridge-and-malling/violence-against-women/").content.decode()
    assert "Exit this page" in page


@without_files
def test_e_mails_are_there_and_none_is_sent(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(timezone.now())
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.SENT}
    assert mail.outbox == []


@without_files
def test_a_second_time_adds_nothing():
    hand_over(timezone.now())
    assert hand_over(timezone.now()) == []
