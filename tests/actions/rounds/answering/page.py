"""The pages of a request's link, and what is typed there."""

from django.urls import reverse

from actions.rounds.links import token_of

WORDS = {"status": "on_track", "text": "The lease is signed.", "given_by": "Robin Lark"}


def at(asked, page="", *arguments):
    """The address of a page of the first link: “send”, or "" for all actions."""
    return at_link(asked.recipients.earliest("pk"), page, *arguments)


def at_link(recipient, page="", *arguments):
    name = f"answer-{page}" if page else "answer"
    return reverse(name, args=[token_of(recipient), *arguments])


def said(asked):
    return [(one.state, one.status, one.text) for one in asked.answers.order_by("action")]


def on_page(client, address):
    """What the one page holds as it is now, as a browser sends it."""
    sent = {}
    for row in client.get(address).context["rows"]:
        if row.form:
            sent |= {
                row.form[name].html_name: row.form[name].value() or ""
                for name in row.form.fields
                if name not in ("file", "remove")
            }
    return sent
