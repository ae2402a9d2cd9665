from plans.forms.rows import RowForm
from plans.models import MeetingBody


class MeetingBodyForm(RowForm):
    once = ("name",)
    already = "A group of this name is in the plan already"

    class Meta:
        model = MeetingBody
        fields = ["name", "purpose", "how_often"]
        labels = {"purpose": "What it does", "how_often": "How often it meets"}
        help_texts = {"how_often": "Such as “every six months”"}
