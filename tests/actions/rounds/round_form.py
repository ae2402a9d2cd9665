"""The form of a round, as a browser sends it."""

FORM = {
    "name": "Quarter 3",
    "closes_on_0": "30",
    "closes_on_1": "11",
    "closes_on_2": "2026",
    "message": "Please be brief.",
    "reminder_days": ["-7", "0", "3"],
}
