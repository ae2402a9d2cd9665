from django.apps import apps
from django.core.checks import Error
from django_prose_editor.config import EXTENSION_MAPPING, check_legacy_dependencies
from django_prose_editor.fields import ProseEditorField


def editors_have_what_they_need(app_configs, **kwargs):
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


def _complaints(extensions):
    unknown = extensions.keys() - EXTENSION_MAPPING.keys()
    return [f"There is no extension “{name}”." for name in sorted(unknown)] + (
        check_legacy_dependencies(extensions)
    )
