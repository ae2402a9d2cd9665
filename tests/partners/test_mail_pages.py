"""The demo's e-mails on screen."""

import pytest
from django.urls import reverse

from tests.factories import make_mail

LINK = "http://127.0.0.1:8000/answer/7-abc.def/"


@pytest.fixture
def mail(larkshire):
    return make_mail(
        partnership=larkshire,
        text=f"Hello <b>all</b>\n\n{LINK}\n",
        html=f'<html lang="en-GB"><p onclick="x()"><a href="{LINK}">Say how it goes</a></p></html>',
    )


def url(name, mail):
    arguments = [mail.partnership.slug] + ([] if name == "sent-mail" else [mail.pk])
    return reverse(name, args=arguments)


PAGES = ["sent-mail", "sent-mail-message", "sent-mail-file"]


def test_the_list_leads_to_each(mail, cast, sign_in):
    page = sign_in(cast.manager).get(url("sent-mail", mail)).content.decode()
    assert mail.subject in page
    assert mail.recipient in page
    assert url("sent-mail-message", mail) in page


def test_the_text_is_shown_as_text_and_its_link_can_be_followed(mail, cast, sign_in):
    page = sign_in(cast.manager).get(url("sent-mail-message", mail)).content.decode()
    assert "Hello &lt;b&gt;all&lt;/b&gt;" in page
    assert f'<a href="{LINK}"' in page


def test_the_other_part_can_do_nothing(mail, cast, sign_in):
    response = sign_in(cast.manager).get(url("sent-mail-file", mail))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


def test_without_it_there_is_no_such_page(mail, cast, sign_in):
    mail.html = ""
    mail.save()
    assert sign_in(cast.manager).get(url("sent-mail-file", mail)).status_code == 404
    page = sign_in(cast.manager).get(url("sent-mail-message", mail)).content.decode()
    assert "mail program" not in page


@pytest.mark.parametrize("name", PAGES)
def test_where_e_mails_are_real_nobody_reads_them(name, mail, cast, sign_in, settings):
    settings.DEMO = False
    assert sign_in(cast.administrator).get(url(name, mail)).status_code == 404


@pytest.mark.parametrize("name", ["sent-mail-message", "sent-mail-file"])
def test_a_mail_of_another_partnership_does_not_exist(name, mail, wrenmoor, cast, sign_in):
    other = make_mail(partnership=wrenmoor, html="<p>Words</p>")
    address = reverse(name, args=["larkshire", other.pk])
    assert sign_in(cast.manager).get(address).status_code == 404


def test_the_list_costs_the_same_however_many(mail, cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.manager)
    client.get(url("sent-mail", mail))
    with django_assert_num_queries(6) as first:
        client.get(url("sent-mail", mail))
    for _ in range(20):
        make_mail(partnership=mail.partnership)
    with django_assert_num_queries(len(first)):
        client.get(url("sent-mail", mail))


def test_many_are_told_on_several_pages(larkshire, cast, sign_in):
    for number in range(51):
        make_mail(partnership=larkshire, subject=f"Mail {number}.")
    client = sign_in(cast.manager)
    address = reverse("sent-mail", args=["larkshire"])
    assert "Mail 0." not in client.get(address).content.decode()
    assert "Mail 0." in client.get(f"{address}?page=2").content.decode()
