"""What the history last says of a row, and the version of it that a form has seen."""


def latest_record(row):
    """What the history last says of a row, or None; its user is loaded."""
    if row.pk is None:
        return None
    return row.history.select_related("history_user").order_by("-history_id").first()


def version_of(row):
    """The row's version as a form keeps it: the id of its latest record in the history."""
    record = latest_record(row)
    return str(record.history_id) if record else ""
