"""What the public reads: the latest edition that stands, the others, and what was withdrawn."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.urls import reverse

from reports.published_words import words_of
from reports.views import published
from tests import factories


@pytest.fixture
def read(client):
    """read("published-plan", "larkshire", 2026) gives the response to a visitor."""
    return lambda name, *arguments, **headers: client.get(
        reverse(name, args=arguments), headers=headers
    )


def words(response):
    return response.content.decode()


def test_who_has_no_account_finds_the_published_plans(client, db):
    assert f'href="{reverse("published")}"' in words(client.get("/accounts/login/"))


def test_the_latest_edition_is_read_with_its_files_beside_it(plan, read):
    factories.make_edition(plan, "<p>Of spring.</p>")
    factories.make_edition(plan, "<p>Of autumn.</p>")
    page = words(read("published-plan", "larkshire", 2026))
    assert "<p>Of autumn.</p>" in page
    assert "Of spring" not in page
    assert "Edition 2</strong>, issued on 2 November 2026" in page
    for name in ("pdf", "html"):
        assert reverse("published-file", args=["larkshire", 2026, 2, name]) in page
    assert "earlier edition" not in page


def test_an_earlier_edition_stays_readable_and_leads_to_the_latest(plan, read):
    factories.make_edition(plan, "<p>Of spring.</p>")
    latest = factories.make_edition(plan)
    page = words(read("published-edition", "larkshire", 2026, 1))
    assert "<p>Of spring.</p>" in page
    assert "This is an earlier edition." in page
    assert latest.get_absolute_url() in page


def test_a_file_is_given_exactly_as_it_was_frozen(plan, read):
    file = factories.make_edition(plan).files.get(format="html")
    response = read("published-file", "larkshire", 2026, 1, "html")
    assert response.content == bytes(file.content)
    assert response["ETag"] == f'"{file.checksum}"'
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    name = "larkshire-2026-27-edition-1.html"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(("name", "more"), [("published-plan", []), ("published-file", [1, "pdf"])])
def test_who_has_it_already_is_not_sent_it_again(name, more, plan, read):
    factories.make_edition(plan)
    response = read(name, "larkshire", 2026, *more)
    assert response["Cache-Control"] == "public, no-cache"
    headers = {"If-None-Match": response["ETag"]}
    unchanged = read(name, "larkshire", 2026, *more, **headers)
    assert unchanged.status_code == 304
    assert unchanged["Content-Security-Policy"] == response["Content-Security-Policy"]
    factories.withdraw(plan.editions.get())
    assert read(name, "larkshire", 2026, *more, **headers).status_code == 410


@pytest.mark.parametrize(
    ("name", "more"),
    [("published-plan", []), ("published-edition", [1]), ("published-file", [1, "pdf"])],
)
def test_a_withdrawn_edition_is_gone_and_says_why(name, more, plan, read):
    factories.withdraw(factories.make_edition(plan, "<p>Secret.</p>"), "It named <b>a street</b>.")
    response = read(name, "larkshire", 2026, *more)
    page = words(response)
    assert response.status_code == 410
    assert "was withdrawn on 17 November 2026" in page
    assert "It named &lt;b&gt;a street&lt;/b&gt;." in page
    assert "There is no other edition." in page
    assert "Secret" not in page


def test_instead_of_a_withdrawn_edition_another_is_offered(plan, read):
    standing = factories.make_edition(plan, "<p>Of spring.</p>")
    factories.withdraw(factories.make_edition(plan))
    assert "<p>Of spring.</p>" in words(read("published-plan", "larkshire", 2026))
    response = read("published-edition", "larkshire", 2026, 2)
    assert response.status_code == 410
    assert f'<a class="govuk-link" href="{standing.get_absolute_url()}">' in words(response)


def test_nobody_is_told_who_issued_or_withdrew_it(plan, read):
    issuer = factories.make_user("Mona Manager", "mona@example.org")
    edition = factories.make_edition(plan, issued_by=issuer)
    assert "Mona" not in words(read("published-plan", "larkshire", 2026))
    factories.withdraw(edition)
    assert "Mona" not in words(read("published-plan", "larkshire", 2026))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("published-partnership", ["wrenmoor"]),
        ("published-partnership", ["nowhere"]),
        ("published-accessibility", ["nowhere"]),
        ("published-plan", ["larkshire", 2025]),
        ("published-plan", ["wrenmoor", 2026]),
        ("published-edition", ["larkshire", 2026, 2]),
        ("published-edition", ["wrenmoor", 2026, 1]),
        ("published-file", ["larkshire", 2026, 2, "pdf"]),
        ("published-file", ["larkshire", 2026, 1, "docx"]),
        ("published-file", ["wrenmoor", 2026, 1, "pdf"]),
    ],
)
def test_what_was_not_published_does_not_exist(name, arguments, plan, wrenmoor, read):
    factories.make_plan(wrenmoor, 2026)
    factories.make_edition(plan)
    assert read(name, *arguments).status_code == 404


def test_the_partnerships_with_something_published_are_listed(plan, wrenmoor, read):
    factories.withdraw(factories.make_edition(factories.make_plan(wrenmoor, 2026)))
    assert "Nothing has been published yet." in words(read("published"))
    factories.make_edition(plan)
    page = words(read("published"))
    assert "Larkshire Community Safety Partnership" in page
    assert "Wrenmoor" not in page


def test_many_partnerships_are_listed_on_several_pages(plan, wrenmoor, read, client, monkeypatch):
    monkeypatch.setattr(published, "PARTNERSHIPS_ON_A_PAGE", 1)
    for one in (plan, factories.make_plan(wrenmoor, 2026)):
        factories.make_edition(one)
    first, second = words(read("published")), words(client.get("/published/", {"page": 2}))
    assert "Larkshire" in first
    assert 'href="?page=2"' in first
    assert "Wrenmoor" in second
    assert 'href="?page=1"' in second
    assert "Larkshire" not in second


def test_a_partnership_s_documents_are_listed_the_newest_year_first(plan, larkshire, read):
    factories.make_edition(plan)
    factories.withdraw(factories.make_edition(plan))
    factories.withdraw(factories.make_edition(factories.make_plan(larkshire, 2025)))
    page = words(read("published-partnership", "larkshire"))
    assert page.index("Partnership Plan 2026 to 2027") < page.index("Partnership Plan 2025 to 2026")
    assert "Edition 1, issued 1 November 2026" in page
    assert page.count("Withdrawn on 17 November 2026") == 1


@pytest.mark.parametrize("email", ["csp@example.org", ""])
def test_the_accessibility_statement_says_whom_to_ask(email, larkshire, read):
    larkshire.email = email
    larkshire.save()
    page = words(read("published-accessibility", "larkshire"))
    assert (f'href="mailto:{email}"' if email else "get in touch with Larkshire Council") in page


def test_no_script_runs_and_one_style_alone_is_allowed(plan, read):
    hostile = "<script>alert(1)</script><style>main { display: none }</style>"
    factories.make_edition(plan, hostile)
    response = read("published-plan", "larkshire", 2026)
    policy = response["Content-Security-Policy"]
    style = re.findall("<style>(.*?)</style>", words(response))[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert style == ":root { --accent: #1d4d63; }"
    assert f"style-src 'self' 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "name", ["published", "published-partnership", "published-plan", "published-accessibility"]
)
def test_search_engines_may_find_it_and_no_member_s_menu_is_there(name, address, cast, sign_in):
    page = sign_in(cast.manager).get(address(name)).content.decode()
    assert "noindex" not in page
    assert "Sign out" not in page
    assert "My work" not in page
    assert "<script" not in page


@pytest.mark.parametrize("editions", [1, 10])
@pytest.mark.parametrize(
    ("name", "arguments", "queries"),
    [
        ("published", [], 2),
        ("published-partnership", ["larkshire"], 1),
        ("published-plan", ["larkshire", 2026], 3),
        ("published-file", ["larkshire", 2026, 1, "pdf"], 2),
    ],
)
def test_more_editions_need_no_more_queries(
    name, arguments, queries, editions, plan, larkshire, read, django_assert_num_queries
):
    for year in range(2010, 2010 + editions):
        factories.make_edition(factories.make_plan(larkshire, year))
        factories.make_edition(plan)
    with django_assert_num_queries(queries):
        assert read(name, *arguments).status_code == 200


def test_search_machines_are_told_what_is_public(client, db):
    told = words(client.get("/robots.txt")).splitlines()
    assert told[:2] == ["User-agent: *", "Allow: /published/"]
    assert "Disallow: /" in told
    assert told[-1].startswith("Sitemap: http")


def test_the_sitemap_has_the_latest_edition_that_stands(plan, larkshire, client):
    factories.make_edition(plan)
    factories.withdraw(factories.make_edition(factories.make_plan(larkshire, 2025)))
    sitemap = words(client.get("/sitemap.xml"))
    assert "/published/larkshire/2026/</loc><lastmod>2026-11-01</lastmod>" in sitemap
    assert "/published/larkshire/2025/" not in sitemap


def test_nothing_of_a_restricted_plan_is_in_sitemap_or_search(larkshire, client):
    plan = factories.make_titled_plan(larkshire, "Violence", is_restricted=True, address="secret")
    factories.make_edition(plan, title="Violence plan", words=" violence")
    assert "secret" not in words(client.get("/sitemap.xml"))
    assert "Violence plan" not in words(client.get("/published/?q=violence"))


def test_it_says_how_to_cite_it_and_which_address_is_its_own(plan, read):
    factories.make_edition(plan)
    factories.make_edition(plan)
    latest, earlier = (
        read("published-plan", "larkshire", 2026),
        read("published-edition", "larkshire", 2026, 1),
    )
    assert '/published/larkshire/2026/">' in words(latest).split('rel="canonical"')[1][:90]
    assert '/published/larkshire/2026/1/">' in words(earlier).split('rel="canonical"')[1][:90]
    assert "<cite>Partnership Plan 2026 to 2027</cite>, Edition 2, 2 November 2026" in words(latest)
    assert '<meta name="description" content="Partnership Plan 2026 to 2027 of' in words(latest)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("burglary", True),
        ("burglaries lock", True),
        ("Larkshire", True),
        ("burg", True),
        ("burglary knives", False),
        ("50%_", False),
        ("'", True),
    ],
)
def test_published_plans_are_searched_by_their_words(typed, is_found, plan, client):
    page = "<style>knives</style><p>Prevent burglary: fit locks.</p>"
    factories.make_edition(plan, words=words_of(page))
    assert ("Partnership Plan" in words(client.get("/published/", {"q": typed}))) is is_found


def test_a_search_finds_only_the_latest_edition_that_stands(plan, client):
    factories.make_edition(plan, words=" burglary")
    factories.make_edition(plan, words=" knives")
    assert "Partnership Plan" not in words(client.get("/published/?q=burglary"))
    assert 'value="burglary"' in words(client.get("/published/?q=burglary"))
