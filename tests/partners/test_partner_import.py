"""Partners from a list: what its columns are, who is added, what is filled, and what differs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partners.contact_import.choosing import list_of, preview_of
from partners.contact_import.columns import LEFT_OUT
from partners.contact_import.writing import write
from partners.earlier_imports import imports, take_back
from partners.models import Agency, ContactImport
from tests.factories import fresh, make_agency, make_contact_import, make_plan, make_priority
from tests.pages import text
from tests.partners.test_contact_import_pages import URL

HEAD = ["Organisation", "Short name", "Type", "Phone", "Mobile", "Web", "Address", "Postcode"]


def started(partnership, *rows, head=HEAD, **choices):
    even = [[*row, *[""] * (len(head) - len(row))] for row in rows]
    subject = ContactImport.Subject.PARTNERS
    return make_contact_import(partnership, [head, *even], subject=subject, choices=choices)


def imported(partnership, *rows, **choices):
    """The ContactImport of a list that was imported."""
    one = started(partnership, *rows, **choices)
    assert write(one, agreed=preview_of(one).digest)[1]
    return fresh(one)


@pytest.fixture
def only_row(larkshire):
    """The Row of a list of one partner."""

    def preview(*cells, **choices):
        (row,) = preview_of(started(larkshire, cells, **choices)).rows
        return row

    return preview


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Partner", "agency"),
        ("Name of organisation", "agency"),
        ("Acronym", "abbreviation"),
        ("Type of organisation", "kind"),
        ("Tel. (office)", "telephones"),
        ("Web address", "website"),
        ("Postal address", "address"),
        ("Post code", "address"),
        ("E-mail address", LEFT_OUT),
        ("Position", "grid_position"),
        ("Remarks", LEFT_OUT),
    ],
)
def test_its_headings_are_known(heading, meaning, larkshire):
    head = ["Member", heading] if meaning != "agency" else [heading, "Kind"]
    columns = list_of(started(larkshire, ["Lark Police", "x"], head=head)).columns
    assert columns[0 if meaning == "agency" else 1] == meaning


def test_who_is_not_there_is_added_with_all_that_is_said(larkshire):
    row = ["Quay Bank", "QB", "Charity", "01632 960101", "07700 900123", "quay.example.org"]
    imported(larkshire, [*row, "1 Quay Street", "LK1 1AA"])
    bank = Agency.objects.get(name="Quay Bank")
    assert (bank.abbreviation, bank.kind) == ("QB", "voluntary")
    assert bank.telephones == "01632 960101\n07700 900123 (Mobile)"
    assert (bank.website, bank.address) == ("https://quay.example.org", "1 Quay Street\nLK1 1AA")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Police", "police"),
        ("District or unitary council", "council"),
        ("County Council", "county"),
        ("NHS", "health"),
        ("Third sector", "voluntary"),
        ("n/a", "other"),
    ],
)
def test_a_kind_is_known_by_its_words(said, kind, only_row):
    assert only_row("Quay Bank", "", said).becomes.kind == kind


def test_a_kind_that_is_not_known_is_left_out_and_told(only_row):
    row = only_row("Quay Bank", "", "Pirates")
    assert row.becomes.kind == "other"
    assert row.notes == ["“Pirates” is no kind that is known, and left out"]


def test_what_a_partner_leaves_empty_is_filled(larkshire, only_row):
    make_agency(larkshire, "Lark Police", telephones="101")
    row = only_row("LARK POLICE", "LP", "Police", "101")
    assert row.outcome == "changed"
    assert row.changes == [("Abbreviation", "", "LP"), ("Kind", "Other", "Police")]
    assert row.differs == []


def test_a_number_that_is_written_otherwise_is_the_same(larkshire, only_row):
    make_agency(larkshire, "Lark Police", telephones="01632 960101")
    assert only_row("Lark Police", "", "", "01632960101").outcome == "unchanged"


@pytest.mark.parametrize(("choice", "telephones"), [("", "101"), ("take", "999")])
def test_what_differs_is_shown_and_taken_if_somebody_says_so(choice, telephones, larkshire):
    police = make_agency(larkshire, "Lark Police", telephones="101", kind="police")
    one = started(larkshire, ["Lark Police", "LP", "Police", "999"], differing=choice)
    preview = preview_of(one)
    assert preview.differing[0].differs == [("Telephone", "101", "999")]
    assert write(one, agreed=preview.digest)[1]
    assert (fresh(police).telephones, fresh(police).abbreviation) == (telephones, "LP")


def test_a_name_that_is_like_another_is_asked_about(larkshire):
    police = make_agency(larkshire, "Lark Police")
    (asked,) = preview_of(started(larkshire, ["Lark Police Force", "LPF"])).unknown
    assert asked.near == [police]
    answers = {asked.key: str(police.pk)}
    imported(larkshire, ["Lark Police Force", "LPF"], partners=answers)
    assert fresh(police).name == "Lark Police"
    assert fresh(police).abbreviation == "LPF"
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["", "QB"], "Enter the partner"),
        (["Quay Bank", "Q" * 41], "Abbreviation must be 40 characters or fewer"),
        (["Quay Bank", "", "", "", "", "no address"], "Website must be a web address"),
        (["Quay Bank", "", "", "1.63E+09"], "what Excel made of a telephone number"),
        (["Q" * 201], "Select who is meant"),
    ],
)
def test_a_bad_row_is_left_out_with_its_reason(cells, told, only_row):
    row = only_row(*cells)
    assert row.outcome == "refused"
    assert told in row.why


def test_a_place_is_a_number(larkshire):
    head = ["Partner", "Position"]
    rows = preview_of(started(larkshire, ["Bank", "3.0"], ["Quay", "third"], head=head)).rows
    assert rows[0].becomes.grid_position == 3
    assert rows[1].why == "Position: Enter a place such as 1 or 12, not “third”"


def test_a_partner_stands_in_a_list_once(larkshire):
    rows = preview_of(started(larkshire, ["Quay Bank"], ["QUAY BANK"])).rows
    assert [row.outcome for row in rows] == ["added", "refused"]
    assert "the same partner as in row 2" in rows[1].why


def test_an_abbreviation_is_one_partner_s(larkshire):
    make_agency(larkshire, "Quiet Borough", abbreviation="qb")
    rows = preview_of(started(larkshire, ["Quay Bank", "QB"], ["Lark", "L"], ["Larch", "l"])).rows
    assert [row.becomes.abbreviation for row in rows] == ["", "L", ""]
    assert rows[0].notes == ["Another partner has the abbreviation “QB”: it is left out"]


def test_its_columns_are_remembered_for_partners_alone(larkshire):
    columns = ["agency", *[LEFT_OUT] * 7]
    imported(larkshire, ["Quay Bank", "QB"], columns=columns)
    assert list_of(started(larkshire, ["Lark"])).is_remembered
    assert not list_of(make_contact_import(larkshire, [HEAD, ["Lark"] * 8])).is_remembered


def test_it_is_undone(larkshire):
    police = make_agency(larkshire, "Lark Police", telephones="101")
    one = imported(
        larkshire, ["Lark Police", "LP", "Police", "999"], ["Quay Bank"], differing="take"
    )
    (told,) = imports(larkshire)
    assert (told["subject"].many, told["added"], told["changed"]) == ("partners", 1, 1)
    assert take_back(larkshire, one.reason).restored == 1
    assert not Agency.objects.filter(name="Quay Bank").exists()
    police.refresh_from_db()
    assert (police.telephones, police.abbreviation, police.kind) == ("101", "", "other")


def test_a_partner_that_somebody_has_changed_or_used_since_stays(larkshire, shelter):
    one = imported(larkshire, [shelter.name, "LS"], ["Quay Bank"])
    fresh(shelter).save()
    plan = make_plan(larkshire, 2026)
    make_priority(plan, lead=Agency.objects.get(name="Quay Bank"))
    assert take_back(larkshire, one.reason).left == 1
    assert fresh(shelter).abbreviation == "LS"
    assert Agency.objects.filter(name="Quay Bank").exists()


def test_an_abbreviation_that_another_has_by_now_is_not_given_back(larkshire, shelter):
    shelter.abbreviation = "LS"
    shelter.save()
    one = imported(larkshire, [shelter.name, "SH"], differing="take")
    make_agency(larkshire, "Lark School", abbreviation="ls")
    assert take_back(larkshire, one.reason).left == 1
    assert fresh(shelter).abbreviation == "SH"


@pytest.fixture
def page(administrator, larkshire, shelter):
    """The client, and the addresses of the steps of a list that differs from what is there."""
    shelter.telephones = "101"
    shelter.save()
    one = started(larkshire, [shelter.name, "LS", "", "999"], ["Quay Bank"])
    return lambda step: f"{URL}{one.pk}/{step}/"


def test_its_columns_are_asked_without_a_role(administrator, page):
    words = text(administrator.get(page("columns")))
    assert "Postal address" in words
    assert "Role of rows that have none" not in words


def test_one_column_is_the_name(administrator, page):
    form = administrator.get(page("columns")).context["form"]
    data = {name: LEFT_OUT for name in form.fields if name.startswith("column-")}
    data |= {"version": form.initial["version"], "head": "1"}
    assert "Select which column is the name" in text(administrator.post(page("columns"), data))


def test_the_preview_says_both_and_asks(administrator, page, shelter):
    response = administrator.get(page("preview"))
    words = text(response)
    assert "Telephone is “101” in the plan, “999” in the list" in words
    assert "Import 2 partners" in words
    data = {"version": response.context["form"].initial["version"], "do": "answer"}
    response = administrator.post(page("preview"), data | {"differing": "take"}, follow=True)
    agreed = {"agreed": response.context["preview"].digest, "do": "import", "differing": "take"}
    data = agreed | {"version": response.context["form"].initial["version"]}
    done = text(administrator.post(page("preview"), data, follow=True))
    assert "Partners imported" in done
    assert "1 added, 1 changed" in done
    assert fresh(shelter).telephones == "999"


def test_the_page_that_takes_files_asks_what_it_is_a_list_of(administrator, upload_partners):
    assert "What the list is of" in text(administrator.get(URL))
    assert upload_partners().context["list"].subject.is_partners


@pytest.fixture
def upload_partners(administrator):
    def send():
        file = SimpleUploadedFile("partners.csv", b"Partner,Website\nQuay Bank,quay.org\n")
        return administrator.post(URL, {"file": file, "subject": "partners"}, follow=True)

    return send


def test_more_partners_need_no_more_queries(larkshire, django_assert_max_num_queries):
    rows = [[f"Quay Bank {number}", f"Q{number}"] for number in range(60)]
    for name, _ in rows[:30]:
        make_agency(larkshire, name)
    one = started(larkshire, *rows)
    agreed = preview_of(one).digest
    with django_assert_max_num_queries(25):
        assert write(one, agreed=agreed)[1]
