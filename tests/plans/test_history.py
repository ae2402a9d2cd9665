"""What a row was before, and the way back, also of what was removed."""

import pytest

from actions.models import Action, Owner
from plans.changes import remove_row, version_of
from plans.models import Block, MeetingBody, Priority, Strand
from tests.factories import (
    make_action,
    make_block,
    make_indicator,
    make_meeting_body,
    make_plan,
    make_priority,
    make_strand,
    make_theme,
    make_update,
)
from tests.pages import text

URL = "/larkshire/2026/meetings/"


@pytest.fixture
def body(plan):
    return make_meeting_body(plan, "Strategy Group", purpose="Decides on money")


def saved_by(user, row, **changes):
    row._history_user = user
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def removed(row, plan):
    """Remove it as a page would; gives its last record."""
    pk = row.pk
    remove_row(row, plan=plan, seen=version_of(row))
    return type(row).history.filter(id=pk).first()


def bring_back(client, folder, record, seen=None):
    url = f"/larkshire/2026/{folder}/{record.id}/history/{record.pk}/"
    return client.post(url, {"version": seen or client.get(url).context["latest"].pk})


def test_the_history_says_who_and_what_was_before(manager, cast, body):
    saved_by(cast.administrator, body, purpose="Decides on people")
    page = text(manager.get(f"{URL}{body.pk}/history/"))
    assert f"Changed by {cast.administrator}, 18 November 2026" in page
    assert "Decides on <del>money</del>" in page
    assert "Decides on <ins>people</ins>" in page
    assert "What it does" in page


def test_choices_and_links_are_told_in_words(manager, plan):
    priority = make_priority(plan, "Homes")
    indicator = make_indicator(plan)
    shown = plan.indicators.get()
    indicator.better, shown.priority = "lower", priority
    indicator.save()
    shown.save()
    removed(priority, plan)
    page = text(manager.get(f"/larkshire/2026/figures/indicators/{indicator.pk}/history/"))
    assert "<ins>Lower is better</ins>" in page
    page = text(manager.get(f"/larkshire/2026/figures/{shown.pk}/history/"))
    assert ">Homes (removed)<" in page


def test_rich_text_is_told_as_text(manager, plan):
    block = make_block(plan, body="<p>A &lt; <em>b</em></p><ul><li>c</li></ul>")
    page = text(manager.get(f"/larkshire/2026/narrative/{block.pk}/history/"))
    assert ">A &lt; b<br>c<" in page


def test_what_was_written_cannot_be_markup(manager, body):
    body.purpose = "<script>alert(1)</script>"
    body.save()
    assert "<script>alert" not in text(manager.get(f"{URL}{body.pk}/history/"))


def test_words_that_were_put_in_place_of_others_cannot_be_markup(manager, body):
    for purpose in ("Old words", "Old <script>alert(1)</script>"):
        body.purpose = purpose
        body.save()
    page = text(manager.get(f"{URL}{body.pk}/history/"))
    assert "<ins>" in page
    assert "<script>alert" not in page


def test_the_history_costs_the_same_however_long_it_is(
    manager, cast, body, django_assert_num_queries
):
    for number in range(12):
        saved_by(cast.manager, body, purpose=f"Version {number}")
    # Session, person, membership, menu, plan, whether it is the plan's, its records.
    with django_assert_num_queries(7):
        manager.get(f"{URL}{body.pk}/history/")


def test_a_row_is_again_as_it_was(manager, cast, body):
    first = body.history.get()
    saved_by(cast.administrator, body, name="Theirs", purpose="")
    bring_back(manager, "meetings", first)
    body.refresh_from_db()
    assert (body.name, body.purpose) == ("Strategy Group", "Decides on money")
    assert body.history.count() == 3
    assert body.history.first().history_user == cast.manager


def test_bringing_back_asks_once(manager, cast, body):
    first = body.history.get()
    saved_by(cast.administrator, body, name="Theirs")
    page = text(manager.get(f"{URL}{body.pk}/history/{first.pk}/"))
    assert "<del>Theirs</del>" in page
    body.refresh_from_db()
    assert body.name == "Theirs"


def test_a_moved_row_keeps_its_place(manager, plan, body):
    first = body.history.get()
    make_meeting_body(plan, "Another", position=0)
    body.position = 4
    body.save()
    bring_back(manager, "meetings", first)
    body.refresh_from_db()
    assert body.position == 4


def test_what_somebody_changed_meanwhile_stays_and_both_are_shown(manager, cast, body):
    first = body.history.get()
    body.name = "Second"
    body.save()
    seen = version_of(body)
    saved_by(cast.administrator, body, name="Third")
    page = text(bring_back(manager, "meetings", first, seen))
    assert "Somebody changed this while you were reading." in page
    assert "<del>Third</del>" in page
    assert "<ins>Strategy Group</ins>" in page
    body.refresh_from_db()
    assert body.name == "Third"


def test_what_was_removed_is_listed_and_comes_back(manager, cast, plan, body):
    others = [make_meeting_body(plan, name, position=i + 1) for i, name in enumerate("AB")]
    manager.post(f"{URL}{body.pk}/remove/", {"version": version_of(body)})
    page = text(manager.get("/larkshire/2026/edit/removed/"))
    assert "Strategy Group<p" in page
    assert f'data-label="By">{cast.manager}<' in page
    bring_back(manager, "meetings", MeetingBody.history.filter(id=body.pk).first())
    assert list(plan.meeting_bodies.order_by("position")) == [body, *others]
    assert "Nothing has been removed." in text(manager.get("/larkshire/2026/edit/removed/"))


def test_what_another_partnership_removed_is_not_listed(cast, sign_in, plan, body, wrenmoor):
    make_plan(wrenmoor)
    record = removed(body, plan)
    other = sign_in(cast.other_manager)
    assert "Strategy Group" not in text(other.get("/wrenmoor/2026/edit/removed/"))
    for page in ("history/", f"history/{record.pk}/"):
        assert other.get(f"/wrenmoor/2026/meetings/{record.id}/{page}").status_code == 404


def test_a_priority_comes_back_with_all_that_went_with_it(manager, plan, shelter):
    priority = make_priority(plan)
    strand = make_strand(priority)
    action = make_action(priority, strand=strand, owners=[shelter])
    make_indicator(plan, priority=priority)
    block = make_block(plan, priority=priority)
    keys = [one.pk for one in (priority, strand, action, block)]
    record = removed(priority, plan)
    assert not Action.objects.exists()
    bring_back(manager, "priorities", record)
    assert [model.objects.get().pk for model in (Priority, Strand, Action, Block)] == keys
    assert Action.objects.get().strand_id == keys[1]
    assert Owner.objects.get().agency == shelter
    assert plan.indicators.get().priority_id == keys[0]


def test_what_took_the_place_of_a_block_meanwhile_stays_there(manager, plan):
    priority = make_priority(plan)
    block = make_block(plan, priority=priority, position=0)
    record = removed(priority, plan)
    make_block(plan, heading="New", position=0)
    bring_back(manager, "priorities", record)
    assert list(plan.blocks.order_by("position").values_list("heading", flat=True)) == ["New", ""]
    assert block in plan.blocks.all()


def test_a_strand_comes_back_to_its_actions_save_those_that_have_another_now(manager, plan):
    priority = make_priority(plan)
    strand, other = make_strand(priority), make_strand(priority, "Other")
    mine, moved = make_action(priority, strand=strand), make_action(priority, strand=strand)
    record = removed(strand, plan)
    moved.strand = other
    moved.save()
    bring_back(manager, "strands", record)
    assert Action.objects.get(pk=mine.pk).strand_id == record.id
    assert Action.objects.get(pk=moved.pk).strand == other


def test_the_page_says_what_goes_for_good(manager, plan):
    priority = make_priority(plan)
    make_update(make_action(priority))
    page = text(manager.get(f"/larkshire/2026/priorities/{priority.pk}/remove/"))
    assert "<li>1 action</li>" in page
    assert "<li>1 status update, permanently</li>" in page


def test_what_others_need_is_not_removed(manager, plan):
    theme = make_theme(plan)
    make_priority(plan, "Homes", theme=theme)
    url = f"/larkshire/2026/themes/{theme.pk}/remove/"
    for page in (manager.get(url), manager.post(url, {"version": version_of(theme)})):
        assert "It cannot be removed while" in text(page)
        assert "<li>Homes</li>" in text(page)
    theme.refresh_from_db()


def test_a_name_that_another_has_taken_is_named(manager, plan, body):
    record = removed(body, plan)
    make_meeting_body(plan, "Strategy Group")
    page = text(bring_back(manager, "meetings", record))
    assert "Something else in the plan now has its name or number" in page
    assert MeetingBody.objects.count() == 1


def test_a_link_to_what_is_gone_is_left_out_and_told(manager, plan):
    make_indicator(plan, priority=make_priority(plan))
    record = removed(plan.indicators.get(), plan)
    removed(Priority.objects.get(), plan)
    page = manager.get(bring_back(manager, "figures", record).url)
    assert "Left empty, because what was named there has been removed: priority." in text(page)
    assert plan.indicators.get().priority is None


def test_the_list_of_what_was_removed_costs_the_same_however_long_it_is(
    manager, plan, django_assert_max_num_queries
):
    for number in range(15):
        removed(make_meeting_body(plan, f"Group {number}"), plan)
    with django_assert_max_num_queries(40):
        page = manager.get("/larkshire/2026/edit/removed/")
    assert len(page.context["rows"]) == 15
