"""/admin/: nobody writes over, or deletes, what somebody else has saved meanwhile."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import Max
from django.forms.models import ModelForm, _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from csp.versions import VERSION, VersionedForm, latest_record, version_of, words_of
from csp.whole_numbers import whole_number


def version_with(row: Any, inlines: list[type]) -> str:
    """The version of a row with what its page shows beside its fields.

    That is what is linked to it in both directions, and the rows of these models that belong to it.
    """
    links = [
        sorted(getattr(row, field.name).values_list("pk", flat=True))
        for field in row._meta.many_to_many
    ]
    latest = [
        model.history.filter(  # type: ignore[attr-defined]
            **{_get_foreign_key(type(row), model).attname: row.pk}
        ).aggregate(latest=Max("history_id"))["latest"]
        for model in inlines
    ]
    return " ".join(map(str, [version_of(row), *links, *latest]))


class VersionedAdminForm(ModelForm, VersionedForm):
    """A form that is refused once if its row, or what is shown with it, was changed meanwhile."""

    # Of the rows that the page shows with this one.
    inlines: list[type] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound and VERSION in self.fields:
            self.initial[VERSION] = version_with(self.instance, self.inlines)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.instance.pk or VERSION not in self.fields:
            return cleaned
        # The page is in one transaction: whoever saves next waits here until this is saved.
        model = type(self.instance)
        saved = model._base_manager.select_for_update().get(pk=self.instance.pk)
        version = version_with(saved, self.inlines)
        if self.cleaned_data.get(VERSION) != version:
            self._tell_of_change(saved, version)
        return cleaned

    def _tell_of_change(self, saved: Any, version: str) -> None:
        now = type(self)(instance=saved)
        differences = [
            (str(field.label), words_of(now[name]))
            for name, field in self.fields.items()
            if name != VERSION and field.has_changed(now.initial.get(name), self[name].data)
        ]
        who = latest_record(saved).history_user or "Somebody"
        self.changed_by_another(
            f"{who} changed this while you were writing. Compare yours with what is saved now, "
            "then save yours again to replace it",
            version=version,
            saved_now=differences,
        )
        for label, words in differences:
            self.add_error(None, ValidationError(f"Saved now: {label}: {words or 'nothing'}"))


class VersionedUserForm(UserChangeForm, VersionedAdminForm):
    """The same, with a person's password as a link."""


class VersionedAdmin(ModelAdmin):
    """A ModelAdmin whose pages hold the version of what they show. Nothing is deleted in bulk."""

    form = VersionedAdminForm
    delete_confirmation_template: ClassVar[Any] = "admin/delete_versioned.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = [
            (title, {**options, "fields": [name for name in options["fields"] if name != VERSION]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        if obj and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": [VERSION]}))
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.inlines = self._inline_models(request, obj)  # type: ignore[attr-defined]
        return form

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        model = self.model
        with transaction.atomic(using=router.db_for_write(model)):
            # In no order: PostgreSQL cannot lock rows that it sorts by what may not be there.
            rows = model._base_manager.select_for_update().order_by()
            row = rows.filter(pk=whole_number(unquote(object_id))).first()
            version = version_with(row, self._inline_models(request, row)) if row else ""
            if row and request.method == "POST" and request.POST.get(VERSION) != version:
                messages.error(
                    request,
                    "Somebody changed this while you were reading. Look at it as it is now before "
                    "you delete it.",
                )
                return redirect(request.path)
            context = {**(extra_context or {}), VERSION: version}
            return super().delete_view(request, object_id, context)

    def _inline_models(self, request: HttpRequest, obj: Any) -> list[type]:
        inlines = self.get_inlines(request, obj)
        return [inline.model for inline in inlines if hasattr(inline.model, "history")]
