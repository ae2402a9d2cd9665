"""A plan in which the checks find nothing, and faults to be planted in it, one of each."""

from datetime import date

from django.core.files.base import ContentFile

from actions.models import Action
from plans.models import Block, PlanColumn, Priority, StatutoryStep
from reports.own_layout import begin_with_parts
from tests import factories

LAST_FATE = {"fate": Action.Fate.DROPPED, "fate_reason": "It is done."}


def make_sound_plan(partnership, agency):
    """The plan of 2026/27 with the year before: whole, and without a fault."""
    partnership.telephone = "01234 567890"
    partnership.save()
    agency.grid_position = 1
    agency.save()
    last_plan = factories.make_plan(partnership, 2025)
    last = factories.make_action(
        factories.make_priority(last_plan, "Theft"), "Lock sheds", owners=[agency], **LAST_FATE
    )
    factories.make_update(last, "Eight sheds were locked.", status="complete")
    plan = factories.make_plan(partnership, 2026)
    for kind in StatutoryStep.Kind:
        factories.make_step(plan, kind)
    plan.glossary.create(term="CSU", meaning="Community safety unit")
    for part, body in (
        (Block.Part.INTRODUCTION, "<p>The CSU sends people to Channel panels.</p>"),
        (Block.Part.PROJECTS, "<p>Eight sheds were locked.</p>"),
    ):
        factories.make_block(plan, part=part, body=body)
    for field in ("reference", "wording", "owners", "timescale", "measure"):
        PlanColumn.objects.create(plan=plan, field=field, position=plan.columns.count())
    for number, strand in enumerate(Priority.LegalStrand, start=1):
        priority = factories.make_priority(
            plan,
            f"Problem {number}",
            number=number,
            position=number,
            legal_strand=strand,
            overall_target="Less of it",
        )
        for place in (1, 2):
            make_planned(priority, agency, f"{number}.{place}", position=place)
    return plan


def make_planned(priority, agency, reference, **fields):
    """An action with all that the plan's tables print."""
    fields = {"timescale": "Ongoing", "measure": "Reports"} | fields
    wording = fields.pop("wording", "Attend Channel panels")
    owners = [agency] if agency else []
    return factories.make_action(priority, wording, owners=owners, reference=reference, **fields)


# Each plants a fault in the sound plan.


def _action(plan, **fields):
    """Plant these fields in an action of the plan."""
    action = Action.objects.get(priority__plan=plan, reference="4.2")
    for name, value in fields.items():
        setattr(action, name, value)
    action.full_clean(validate_constraints=False)
    action.save()
    return action


def _agency(plan):
    return plan.partnership.agencies.get(grid_position=1)


def _last_action(plan):
    return Action.objects.get(wording="Lock sheds")


def _block(plan, body="<p>Words.</p>", part=Block.Part.PROJECTS, **fields):
    return factories.make_block(plan, part=part, body=body, **fields)


def private_mailbox(plan):
    agency = _agency(plan)
    factories.make_contact(agency, email="robin.lark@example.org")
    _block(plan, "<p>Write to robin.lark@example.org for more.</p>")


def private_number(plan):
    agency = _agency(plan)
    factories.make_contact(agency, telephones="Mobile 07700 900123")
    _block(plan, "<p>Call +44 7700 900 123 at night.</p>")


def private_name(plan):
    factories.make_contact(_agency(plan), name="Robin Lark")
    _action(plan, measure="What Robin Lark counts")


def private_name_as_typed_in_word(plan):
    """With a title among the contacts, another apostrophe, and letters in two pieces."""
    factories.make_contact(_agency(plan), name="Mrs Siân O'Wren")
    _block(plan, "<p>Sia\u0302n O’Wren\u00a0leads it.</p>")


def private_number_as_typed_in_word(plan):
    factories.make_contact(_agency(plan), telephones="07700 900123")
    _block(plan, "<p>Call 0044\u00a07700\u00a0900.123.</p>")


def private_mailbox_in_a_heading(plan):
    factories.make_contact(_agency(plan), email="robin.lark@example.org")
    plan.columns.filter(field="measure").update(heading="Tell robin.lark@example.org")


def personal_mailbox(plan):
    _block(plan, '<p><a href="mailto:wren.hill@example.org">Write</a> to us.</p>')


def case_study(plan):
    _block(plan, heading="A visitor", kind=Block.Kind.CASE_STUDY)


def silent_picture(plan):
    _block(
        plan, "", kind=Block.Kind.PICTURE, picture="pictures/a.png", alternative_text="photo1.jpg"
    )


def no_introduction(plan):
    plan.blocks.filter(part=Block.Part.INTRODUCTION).update(published=False)
    _block(plan, "<p>The CSU.</p>")


def empty_block(plan):
    _block(plan, "<p> </p>")


def wrong_sums(plan):
    begin_with_parts(plan)
    factories.make_part(plan, Block.Part.FUNDING, position=9)
    factories.make_allocation(factories.make_grant(plan, amount=1000), proposed_year=900)


def step_without_day(plan):
    plan.steps.filter(kind="consultation").update(done_on=None, note="Not yet.")


def unserved_strand(plan):
    plan.priorities.filter(legal_strand="reoffending").update(legal_strand="crime_and_disorder")


def idle_priority(plan):
    factories.make_priority(plan, "Noise", overall_target="Less", position=9)


def aimless_priority(plan):
    plan.priorities.filter(number=2).update(overall_target="")


def uncounted(plan):
    indicator = factories.make_indicator(plan.plans_before()[0], "Burglaries")
    factories.make_observation(indicator, "2026/27")


def ownerless(plan):
    _action(plan).owners.all().delete()


def without_timescale(plan):
    _action(plan, timescale="")


def without_measure(plan):
    _action(plan, measure="")


def reference_twice(plan):
    _block(plan, "<p>Words.</p>")
    priority = plan.priorities.get(number=4)
    make_planned(priority, _agency(plan), "4.2.", position=9)


def reference_left_out(plan):
    _action(plan, reference="4.3")


def unanswered(plan):
    factories.make_recommendation(plan, "Talk to everybody", response="accepted")


def undecided(plan):
    last = _last_action(plan)
    factories.make_action(last.priority, "Light paths", fate=Action.Fate.CARRIED_ON)
    factories.make_update(last.priority.actions.last(), status="complete")
    last.fate = ""
    last.save()


def silent_action(plan):
    last = _last_action(plan)
    factories.make_action(last.priority, "Light paths", **LAST_FATE)


def not_started(plan):
    last = _last_action(plan)
    factories.make_update(last, "Nobody was found.", status="not_started")


def future_in_review(plan):
    last = _last_action(plan)
    last.year_end_wording = "The sheds will be locked in May."
    last.save()


def wrong_year(plan):
    plan.blocks.filter(part=Block.Part.PROJECTS).update(heading="What we did in 2014/15")


def wrong_date(plan):
    plan.blocks.filter(part=Block.Part.PROJECTS).update(heading="Reports since April 2014")


def wrong_year_in_introduction(plan):
    _block(
        plan,
        "<p>This is the partnership plan for 2015-16. Its aim is peace.</p>",
        Block.Part.INTRODUCTION,
    )


def timescale_of_the_past(plan):
    _action(plan, timescale="By March 2025")


def unexplained(plan):
    _block(plan, "<p>It is what the PCSOs see.</p>")


def unused_term(plan):
    plan.glossary.create(term="MARAC", meaning="A conference")


def misspelled(plan):
    _action(plan, wording="Bring cases to Chanel panels")


def misnamed(plan):
    factories.make_agency(plan.partnership, "Reform, Restore, Respect")
    _block(plan, "<p>Lessons by Restore, Restore, Respect went well.</p>")


def two_alike(plan):
    other = factories.make_agency(plan.partnership, "Lark Sheltter")
    _action(plan).owners.create(agency=other)


def partner_twice(plan):
    factories.make_agency(plan.partnership, "Lark Shelter Service")


def _succeeded(plan, **fields):
    heir = factories.make_agency(plan.partnership, "Clarion Housing")
    return factories.make_agency(
        plan.partnership,
        "Circle Russet",
        successor=heir,
        ended_on=date(2018, 4, 1),
        website="http://www.circle.example.net/russet",
        **fields,
    )


def old_address(plan):
    _succeeded(plan)
    _block(plan, '<p>See <a href="http://circle.example.net/">its pages</a>.</p>')


def old_name(plan):
    _succeeded(plan)
    _block(plan, "<p>Circle Russet looks after the flats.</p>")


def old_owner(plan):
    _action(plan).owners.create(agency=_succeeded(plan, abbreviation="Circle"))


def dead_link(plan):
    _block(plan, '<p>See <a href="#_ftn3">the note</a>.</p>')


def dead_website(plan):
    plan.partnership.agencies.filter(grid_position=1).update(website="http://")


def left_of_a_comment(plan):
    _block(plan, '<p>Words<a href="#_msocom_2">[KT2]</a>.</p>')


def foreign_signs(plan):
    _block(plan, "<p>Peace: ሰላ, \uf0b7 peace.</p>")


def unprinted_group(plan):
    factories.make_meeting_body(plan)


# The name of the check, what is planted, and what the finding says.
def white_logo(plan):
    content = factories.make_picture(colour="white")
    plan.partnership.logo.save("white.png", ContentFile(content))


def white_logo_of_a_partner(plan):
    agency = plan.partnership.agencies.get()
    agency.logo.save("white.png", ContentFile(factories.make_picture(colour="white")))


def more_than_a_page(plan):
    begin_with_parts(plan)
    plan.parts.create(part="on_a_page", position=99)
    for one in plan.priorities.filter(title__in=["Problem 1", "Problem 3", "Problem 4"]):
        one.title = f"{one.title}{' mammoth memorandum of mammoth mammoths' * 4}"
        one.save()


FAULTS = [
    ("personal-data", private_mailbox, "“robin.lark@example.org”, which belongs to a contact"),
    ("personal-data", private_number, "“+44 7700 900 123”, which belongs to a contact"),
    ("personal-data", private_name, "“Robin Lark”, which belongs to a contact"),
    ("personal-data", private_name_as_typed_in_word, "“Siân O'Wren”, which belongs to a contact"),
    ("personal-data", private_number_as_typed_in_word, "“0044 7700 900.123”, which belongs"),
    ("personal-data", private_mailbox_in_a_heading, "The document says “robin.lark@example.org”"),
    ("mailbox", personal_mailbox, "wren.hill@example.org, which looks like a person’s"),
    ("consent", case_study, "The case study “A visitor” has no record of consent."),
    ("alternative-text", silent_picture, "has no text that says what it shows."),
    ("empty", no_introduction, "There is no introduction."),
    ("empty", empty_block, "A block of the part “Review of projects and initiatives” is empty."),
    ("dead-link", dead_link, "links “the note” to “#_ftn3”, which does not work. It is printed as"),
    ("dead-link", dead_website, "gives the address “http://”, which does not work."),
    (
        "dead-link",
        left_of_a_comment,
        "has what is left of a comment from a word processor, “[KT2]”",
    ),
    ("logo", white_logo, "The logo is so light that it can hardly be seen on white"),
    ("logo", white_logo_of_a_partner, "Lark Shelter: The logo is so light"),
    ("one-page", more_than_a_page, "“The year on a page” takes more than one page."),
    ("signs", foreign_signs, "the document’s fonts lack: “ሰ”, “ላ”, U+F0B7. They may"),
    ("sums", wrong_sums, "The allocations add up to £900: £100 less than the grant"),
    ("legal-step", step_without_day, "the community was consulted. Noted is: “Not yet.”"),
    ("legal-strand", unserved_strand, "requires: reducing re-offending."),
    ("no-actions", idle_priority, "The priority “Noise” has no actions."),
    ("no-target", aimless_priority, "“Problem 2” has no success indicator and no target"),
    ("no-figure", uncounted, "“Burglaries” has no figure for 2025/26 or before, so it is not"),
    ("owner", ownerless, "Action 4.2 has no owner."),
    ("timescale", without_timescale, "Action 4.2 has no timescale"),
    ("measure", without_measure, "Action 4.2 has no measure"),
    ("numbering", reference_twice, "The reference 4.2 is given to 2 actions."),
    ("numbering", reference_left_out, "There is no action 4.2, but one 4.3."),
    ("unanswered", unanswered, "“Talk to everybody” is accepted, but no action answers it."),
    ("fate", undecided, "There is no decision yet on “Lock sheds” of 2025/26."),
    ("final-update", silent_action, "There is no final update for “Light paths” of 2025/26"),
    ("final-update", not_started, "“Lock sheds” of 2025/26 is said not to have been started"),
    ("future", future_in_review, "2025/26 is over, but its review says “will”"),
    ("year", wrong_year, "mentions 2014/15, which is another plan’s year"),
    ("year", wrong_date, "mentions April 2014, which is another plan’s year"),
    ("year", wrong_year_in_introduction, "mentions 2015-16, which is another plan’s year"),
    ("year", timescale_of_the_past, "“By March 2025” was over before 2026/27 began."),
    ("abbreviation", unexplained, "“PCSO” is used (Review of projects and initiatives: "),
    ("unused-term", unused_term, "The glossary explains “MARAC”, which the document does not use."),
    ("spelling", misspelled, "says “Chanel”, but elsewhere it is “Channel”."),
    ("spelling", misnamed, "says “Restore Restore Respect”, but elsewhere it is “Reform, Restore"),
    ("spelling", two_alike, "“Lark Sheltter” and “Lark Shelter” are two partners"),
    ("partner", partner_twice, "Lark Shelter and Lark Shelter Service may be one partner."),
    ("successor", old_address, "gives the web address circle.example.net. Circle Russet was"),
    ("successor", old_name, "succeeded by Clarion Housing on 1 April 2018."),
    ("successor", old_owner, "mentions Circle Russet."),
    ("unprinted", unprinted_group, "1 meeting body is not in this document."),
]
