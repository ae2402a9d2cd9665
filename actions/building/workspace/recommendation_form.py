"""The form of a recommendation: what is asked by whom, what was answered, and by which actions."""

from typing import Any

from django.forms import RadioSelect

from actions.building.workspace.links import ANSWERING, ChosenField, LinkedForm
from actions.models import Action
from plans.models import Recommendation

WHY: dict[str, str] = {
    Recommendation.Response.IN_PART: "Enter which part is not accepted, and why",
    Recommendation.Response.NOT_ACCEPTED: "Enter why it is not accepted",
}


class RecommendationForm(LinkedForm):
    among = ("priority",)
    asked_for = ("priority",)
    once = ("text",)
    already = "There is already a recommendation with this text"
    stays_when_closed = True

    actions = ChosenField(ANSWERING, "Select actions from the list")

    field_order = [
        *("number", "text", "source", "level", "scope", "priority"),
        *("response", "response_reason", "actions", "place"),
    ]

    class Meta:
        model = Recommendation
        fields = [
            "number",
            "text",
            "source",
            "level",
            "scope",
            "priority",
            "response",
            "response_reason",
        ]
        labels = {
            "text": "Recommendation",
            "source": "Where it comes from",
            "scope": "Whom or what it is about",
            "response_reason": "Why",
        }
        help_texts = {
            "number": "As it is printed, such as “3” or “R3a”. Leave empty for none",
            "source": "The review, the inspection or the body that recommends it. Leave empty for "
            "a recommendation of your own",
            "scope": "For example, “health visitors” (optional)",
            "priority": "It is also printed below the table of this priority’s actions",
            "response_reason": "Enter this if it is not accepted, or in part",
        }
        widgets = {"level": RadioSelect, "response": RadioSelect}
        error_messages = {"text": {"required": "Enter the recommendation"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("priority", self.plan.priorities.all(), none="None: for the whole plan")
        for name, none in (("level", "Not said"), ("response", "Not said yet")):
            field: Any = self.fields[name]
            field.choices = [("", none), *field.choices[1:]]

    def _offer_linked(self, name: str) -> bool:
        field: Any = self.fields[name]
        actions = Action.objects.filter(priority__plan=self.plan)
        field.queryset = actions.in_plan_order().select_related("priority")
        return field.queryset.exists()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        why = WHY.get(cleaned.get("response", ""))
        if why and not cleaned.get("response_reason") and "response_reason" not in self.errors:
            self.add_error("response_reason", why)
        return cleaned
