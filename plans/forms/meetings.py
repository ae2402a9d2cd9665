from plans.forms.rows import RowForm
from plans.models import MeetingBody


class MeetingBodyForm(RowForm):
    once = ("name",)
    already = "The plan already has a group of this name"

    class Meta:
        model = MeetingBody
        fields = ["name", "purpose", "how_often"]
        labels = {"purpose": "What it does", "how_often": "How often it meets"}
        help_texts = {"how_often": "For example, “every six months”"}
