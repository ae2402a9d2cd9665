"""The agencies, as a plan lists them."""

from datetime import date
from functools import cached_property, partial
from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.db.models import Q, QuerySet

from csp.by_name import by_name, offer_by_name
from csp.day_field import DayField
from csp.several_rows import SeveralRows
from csp.versions import VERSION, VersionedForm
from partners.models import Agency
from plans import member_list
from plans.forms.pictures import PictureField, PictureForm
from plans.forms.rows import FIRST, SAVE, PartnershipRowForm
from plans.member_list import version_of_group
from plans.pictures import VANISHES, vanishes_on_white

NOT_LISTED = "no"


class MemberForm(PictureForm, PartnershipRowForm):
    """How an agency is listed: its name, how to reach it, and its place in the list."""

    pictured = "logo"

    logo = PictureField(
        help_text="A PNG or JPEG file, smaller than 10MB. Printed on the back page of plans that "
        "list it. Use a dark logo: it stands on white"
    )
    remove_picture = forms.BooleanField(label="Remove this logo", required=False, initial=False)

    class Meta:
        model = Agency
        fields = [
            "name",
            "abbreviation",
            "kind",
            "telephones",
            "website",
            "address",
            "logo",
            "began_on",
        ]
        field_classes = {
            "began_on": DayField,
            "website": partial(forms.URLField, assume_scheme="https"),
        }
        labels = {"began_on": "When it began"}
        # Not a URLInput: crispy-forms-gds gives that no looks.
        widgets = {"website": forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"})}
        help_texts = {
            "name": "A correction is made in every year’s plan. If another body has taken over, "
            "end this one and name its successor instead: earlier plans then keep the old name",
            "abbreviation": "Used in tables, for example “KFRS”",
            "began_on": "For example, 1 7 2022. Leave empty if you do not need it",
        }
        error_messages = {
            "website": {"invalid": "Website must be a web address, like https://www.example.org"}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and not member_list.is_there(self.instance, self.plan):
            self.fields.pop("place", None)

    @cached_property
    def siblings(self) -> list[Agency]:
        """The other agencies that the plan lists."""
        return [one for one in member_list.listed_in(self.plan) if one.pk != self.instance.pk]

    def _offer_places(self) -> None:
        field: Any = self.fields["place"]
        field.label = "Where it stands in the list of members"
        field.help_text = (
            f"From the plan {self.plan.label} on: earlier plans list whom they did. "
            "The order is the same in all of them"
        )
        after = [(str(row.pk), f"After “{row}”") for row in self.siblings]
        field.choices = [(NOT_LISTED, "It is not listed"), (FIRST, "First"), *after]
        in_order = member_list.listed_in(self.plan)
        if self.instance._state.adding:
            place = after[-1][0] if after else FIRST
        elif self.instance not in in_order:
            place = NOT_LISTED
        else:
            at = in_order.index(self.instance)
            place = str(in_order[at - 1].pk) if at else FIRST
        self.initial.setdefault("place", place)

    def clean_logo(self) -> Any:
        """The logo, of which is told if it cannot be seen."""
        logo = self.cleaned_data["logo"]
        if "logo" in self.files and vanishes_on_white(logo):
            self.told = [VANISHES]
        return logo

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = self.belongs_to.agencies.exclude(pk=self.instance.pk)
        for name, words in (("name", "name"), ("abbreviation", "abbreviation")):
            typed = cleaned.get(name)
            same = others.filter(**{f"{name}__iexact": typed}).first() if typed else None
            if same:
                self.add_error(name, f"“{same}” already has this {words}")
        began, ended = cleaned.get("began_on"), self.instance.ended_on
        if began and ended and began > ended:
            self.add_error("began_on", f"When it began must be before it ended, {_day(ended)}")
        elif (
            began
            and began > self.plan.starts_on
            and "place" in self.fields
            and cleaned.get("place") != NOT_LISTED
        ):
            self.add_error(
                "place",
                f"The plan lists who was there on {_day(self.plan.starts_on)}. "
                "Select “It is not listed”, or change when it began",
            )
        return cleaned

    def _put_in_place(self, place: str) -> None:
        if place == self.initial["place"] and not self.instance._state.adding:
            return
        if place == NOT_LISTED:
            if not self.instance._state.adding:
                member_list.take_out(self.instance, self.plan)
            return
        after = next((one for one in self.siblings if str(one.pk) == place), None)
        member_list.put(self.instance, self.plan, after=after)


class MemberEndForm(PartnershipRowForm):
    """When an agency ended, and which other took over: one that is there already, or a new one."""

    place = None  # type: ignore[assignment]
    new_successor = forms.CharField(
        label="Or the name of a new agency that took over",
        required=False,
        max_length=200,
        help_text="It gets the kind, the telephones, the address, the groups and the place in the "
        "list that this one had. You can change them afterwards",
    )
    field_order = ["ended_on", "successor", "new_successor"]

    class Meta:
        model = Agency
        fields = ["ended_on", "successor"]
        field_classes = {"ended_on": DayField}
        labels = {"ended_on": "When it ended", "successor": "Which agency took over"}
        help_texts = {
            "ended_on": "The first day on which it no longer existed. For example, 1 7 2022. "
            "Leave empty if it has not ended",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = self.belongs_to.agencies.exclude(pk=self.instance.pk)
        self.offer_agencies("successor", others, none="None")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ended, began = cleaned.get("ended_on"), self.instance.began_on
        new = cleaned.get("new_successor")
        if new and cleaned.get("successor"):
            self.add_error("new_successor", "Select the agency that took over or enter a new one")
        if new and self.belongs_to.agencies.filter(name__iexact=new).exists():
            self.add_error("new_successor", "This agency is already there. Select it instead")
        if "ended_on" in self.errors:
            return cleaned
        if (new or cleaned.get("successor")) and not ended:
            self.add_error("ended_on", "Enter when it ended")
        if ended and began and ended < began:
            self.add_error("ended_on", f"When it ended must be after it began, {_day(began)}")
        return cleaned

    def save(self, commit: bool = True) -> Agency:
        row, name = self.instance, self.cleaned_data["new_successor"]
        if name:
            row.successor = Agency.objects.create(
                partnership=row.partnership,
                name=name,
                kind=row.kind,
                telephones=row.telephones,
                website=row.website,
                address=row.address,
                grid_position=row.grid_position,
                began_on=row.ended_on,
            )
        saved = super().save(commit)
        if row.successor:
            row.successor.groups.add(*row.groups.all())
        return saved


class GroupForm(VersionedForm):
    """Which agencies make up a group. Its version: who belonged to it when the writer looked."""

    members = SeveralRows(
        queryset=Agency.objects.none(),
        required=False,
        label="Who belongs to it",
        help_text="Select none if it is not a group",
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), "Select agencies from the list"
        ),
    )

    def __init__(self, *args: Any, group: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_by_name(self.fields["members"], _may_belong_to(group))
        self.group = group
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.checkboxes("members", small=True, legend_size=Size.SMALL),
            VERSION,
            SAVE,
        )

    @classmethod
    def of(cls, group: Agency) -> Self:
        """The form with who belongs to the group now."""
        members = list(group.members.all())
        return cls(group=group, initial={"members": members, VERSION: version_of_group(group)})

    @property
    def chosen(self) -> dict[str, Any]:
        """The choice, as plans.member_list.save_group takes it."""
        return {"members": self.cleaned_data["members"], "seen": self.cleaned_data[VERSION]}

    def follow(self, group: Agency) -> None:
        """Give the choice back, to be saved over what somebody else has chosen meanwhile."""
        names = ", ".join(map(str, by_name(group.members.all()))) or "Nobody"
        self.changed_by_another(
            f"Somebody changed who belongs to {group} while you were writing. Compare yours with "
            "what is saved now, then save yours again to replace it",
            version=version_of_group(group),
            saved_now=[("Who belongs to it", names)],
        )


def _may_belong_to(group: Any) -> "QuerySet[Agency]":
    """The agencies that were there in the plan's year and are no groups, and those in it now."""
    plan = group.in_plan
    agencies = group.partnership.agencies.exclude(pk=group.pk)
    there = agencies.filter(members=None).in_being_between(plan.starts_on, plan.ends_on)
    return agencies.filter(Q(pk__in=there) | Q(groups=group)).distinct()


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
