"""The editor of narrative: made to work under the content security policy, and checked."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Error
from django.forms import Script
from django.urls import reverse
from django_prose_editor.config import EXTENSION_MAPPING, check_legacy_dependencies
from django_prose_editor.fields import ProseEditorField
from js_asset import InlineStyle, Media

from csp.requests import NoncedRequest

# The editor makes a style element of its own, without the nonce, unless there is one that is
# marked like this. What it cannot do without: spaces at the end of a line count as typed, and
# its helping elements take no room.
STYLE = InlineStyle(
    """
    .ProseMirror { position: relative; overflow-wrap: break-word; white-space: break-spaces; }
    .ProseMirror [contenteditable="false"] { white-space: normal; }
    .ProseMirror-gapcursor { display: none; position: absolute; }
    .ProseMirror-focused .ProseMirror-gapcursor { display: block; }
    img.ProseMirror-separator { display: inline; width: 0; height: 0; margin: 0; border: 0; }
    """,
    **{"data-tiptap-style": ""},
)


def with_nonce(media: Any, request: NoncedRequest) -> Any:
    """The media of a form with such an editor, for a template: its import map may run."""
    # Ours comes first: the editor says that it is ready as soon as its own script has run.
    script = Script("js/editor.js", type="module", **{"data-reader": reverse("pasted")})
    ours = Media(css={"all": [STYLE]}, js=[script])
    return Media.from_media(ours + media, nonce=request.csp_nonce)


def editors_have_what_they_need(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[Error]:
    """Errors for extensions of an editor that don't exist, or lack another one.

    In the browser such a field vanishes, and the library only warns.
    """
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, ProseEditorField)
    ]
    return [
        Error(complaint, obj=field, id="plans.E001")
        for field in fields
        for complaint in _complaints(field.config["extensions"])
    ]


def _complaints(extensions: dict[str, Any]) -> list[str]:
    known = set(EXTENSION_MAPPING).union(
        *(group["extensions"] for group in settings.DJANGO_PROSE_EDITOR_EXTENSIONS)
    )
    unknown = extensions.keys() - known
    return [f"There is no extension “{name}”." for name in sorted(unknown)] + (
        check_legacy_dependencies(extensions)
    )
