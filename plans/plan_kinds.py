"""The kinds of plans, declared once: what one begins with, and what is asked of it."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is special to a kind of plan.

    hint: what it is, for whoever chooses. layout: of its document at first, one of Plan.Layout.
    columns: the fields of its action tables at first, in order; none: the layout's own. is_legal:
    whether it is the plan that the Crime and Disorder Act 1998 asks for, so that its priorities
    serve parts of the law, and its legal steps are recorded. is_restricted: whether only the people
    named for it know of it, unless somebody says otherwise.
    """

    hint: str
    layout: str = "partnership-plan"
    columns: tuple[str, ...] = ()
    is_legal: bool = False
    is_restricted: bool = False

    @property
    def hint_with_readers(self) -> str:
        """The hint, and who sees it if that is not everybody."""
        return f"{self.hint}. Usually restricted" if self.is_restricted else self.hint


class PlanKind(models.TextChoices):
    _value_: str
    traits: Traits

    def __new__(cls, value: str, *traits: Traits) -> "PlanKind":
        member = str.__new__(cls, value)
        member._value_ = value
        (member.traits,) = traits
        return member

    YEARLY = (
        "yearly",
        Traits(hint="The partnership’s plan from April to March", is_legal=True),
        "Yearly plan",
    )
    STRATEGY = (
        "strategy",
        Traits(hint="Aims of several years", is_legal=True),
        "Strategy",
    )
    DELIVERY = (
        "delivery",
        Traits(
            hint="For one subject, such as serious violence or violence against women and girls"
        ),
        "Delivery plan",
    )
    REVIEW = (
        "review",
        Traits(
            hint="What is done about the recommendations of a review, such as a domestic homicide "
            "review",
            columns=(
                "recommended",
                "wording",
                "owners",
                "timescale",
                "update",
                "status",
                "outcome",
            ),
            is_restricted=True,
        ),
        "Action plan of a review",
    )
    PREVENT = (
        "prevent",
        Traits(hint="To stop people becoming or supporting terrorists", is_restricted=True),
        "Prevent partnership plan",
    )
    OTHER = ("other", Traits(hint="Any other plan with actions"), "Other plan")
