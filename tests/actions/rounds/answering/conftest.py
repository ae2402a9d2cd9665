import pytest

from tests.actions.rounds.answering.page import at
from tests.factories import make_action, make_request, make_round


@pytest.fixture
def actions(priority, shelter):
    return [
        make_action(priority, wording, owners=[shelter])
        for wording in ("Open a refuge", "Train taxi drivers")
    ]


@pytest.fixture
def asked(actions, shelter):
    return make_request(make_round(actions[0].plan), shelter, ["lead@shelter.example.org"])


@pytest.fixture
def press(client, asked):
    """press(button, action, **words) fills in the page of an action as it is now."""

    def send(button, action, **words):
        address = at(asked, "action", action.pk)
        seen = client.get(address).context["form"].initial
        typed = {"version": seen["version"], "heard": seen["heard"] or ""} | words
        return client.post(address, typed | {button: button})

    return send
