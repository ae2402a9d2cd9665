import pytest

from plans.editor import editors_have_what_they_need
from plans.models import Block


@pytest.mark.parametrize(
    ("extensions", "complaint"),
    [
        ({"Bold": True, "Bald": True}, "There is no extension “Bald”."),
        ({"BulletList": True}, "'BulletList' typically requires 'ListItem'"),
    ],
)
def test_an_editor_that_would_vanish_is_an_error(extensions, complaint, monkeypatch):
    config = Block._meta.get_field("body").config
    monkeypatch.setitem(config, "extensions", extensions)
    # One for the model, one for its history.
    errors = editors_have_what_they_need(None)
    assert len(errors) == 2
    assert all(complaint in error.msg and error.is_serious() for error in errors)


def test_the_editors_of_today_have_what_they_need():
    assert editors_have_what_they_need(None) == []
