"""The pages of a request's link, and what is typed there."""

from django.urls import reverse

from actions.rounds.links import token_of

WORDS = {"status": "on_track", "text": "The lease is signed.", "given_by": "Robin Lark"}


def at(asked, page, *arguments):
    token = token_of(asked.recipients.get())
    return reverse(f"answer-{page}", args=[token, *arguments])


def said(asked):
    return [(one.state, one.status, one.text) for one in asked.answers.order_by("action")]
