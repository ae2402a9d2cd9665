"""/admin/: who. For those who run the installation."""

from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as PlainUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from csp import pictures
from csp.typed_text import TypedText
from partners.admin_lists import LongList
from partners.admin_versions import VersionedAdmin, VersionedAdminForm, VersionedUserForm
from partners.mail_access import shown_to
from partners.models import (
    CONTACT_FIELDS,
    Agency,
    AuditEntry,
    Contact,
    ContactImport,
    ContactListShape,
    Division,
    FormerDetails,
    Founder,
    Founding,
    Joining,
    Mail,
    Membership,
    Partnership,
    User,
)

# Django 6's way with addresses that are typed without a scheme.
ASSUME_HTTPS: dict[type[models.Field], dict[str, str]] = {
    models.URLField: {"assume_scheme": "https"}
}


class OperatorForm(TypedText, forms.ModelForm):
    """A row that is written on the page of another, which knows its version."""


class Inline(admin.TabularInline):
    form = OperatorForm


class HistoryAdmin(VersionedAdmin, SimpleHistoryAdmin):
    """Shows what a row was at every time, and lets nobody write there."""

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without a word on what goes with them or needs them: it may be of a restricted plan."""
        _, _, needed, protected = super().get_deleted_objects(objs, request)
        needing = ["Something of a plan"] if protected else []
        return [str(one) for one in objs], {}, needed, needing


class ReadOnly:
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(Inline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user", "partnership", "agency"]


class PartnershipForm(VersionedAdminForm):
    def clean_logo(self) -> Any:
        """The logo, whose size is judged when it is sent, since the document reads it."""
        logo = self.cleaned_data["logo"]
        if logo and "logo" in self.changed_data:
            try:
                pictures.opened(logo, kinds=pictures.SHOWN)
            except pictures.NotUsable as error:
                raise forms.ValidationError(str(error)) from error
        return logo


@admin.register(Partnership)
class PartnershipAdmin(HistoryAdmin):
    form = PartnershipForm
    list_display = ["name", "district", "district_kind", "council", "slug"]
    list_filter = ["district_kind"]
    search_fields = ["name", "district", "council"]
    prepopulated_fields = {"slug": ["district"]}
    formfield_overrides = ASSUME_HTTPS


class ContactInline(Inline):
    model = Contact
    extra = 0
    fields = CONTACT_FIELDS


@admin.register(Agency)
class AgencyAdmin(LongList, HistoryAdmin):
    of_partnership = "partnership"
    # Judged where it is sent: on the page of the plan's members.
    exclude = ["logo"]
    list_display = ["name", "abbreviation", "kind", "partnership", "grid_position", "ended_on"]
    list_filter = ["partnership", "kind", ("ended_on", admin.EmptyFieldListFilter)]
    list_select_related = ["partnership"]
    search_fields = ["name", "abbreviation"]
    autocomplete_fields = ["partnership", "successor", "members"]
    formfield_overrides = ASSUME_HTTPS
    inlines = [ContactInline]


@admin.register(Contact)
class ContactAdmin(LongList, HistoryAdmin):
    of_partnership = "agency__partnership"
    list_display = [
        "role",
        "name",
        "agency",
        "partnership",
        "email",
        "receives_update_requests",
        "published",
        "keep_until",
    ]
    list_filter = ["agency__partnership", "receives_update_requests", "published"]
    list_select_related = ["agency__partnership"]
    search_fields = ["role", "name", "email", "agency__name", "agency__abbreviation"]
    autocomplete_fields = ["agency"]

    @admin.display(ordering="agency__partnership__district")
    def partnership(self, contact: Contact) -> str:
        return contact.agency.partnership.district


class UserCreationForm(TypedText, AdminUserCreationForm):
    """A new person; without a password they sign in with an e-mailed code."""

    class Meta:
        model = User
        fields = ["email", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].initial = "false"


@admin.register(User)
class UserAdmin(HistoryAdmin, PlainUserAdmin):
    form = VersionedUserForm
    add_form = UserCreationForm
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]}),
    ]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("When", {"fields": ["date_joined", "last_login"]}),
    ]
    readonly_fields = ["date_joined", "last_login"]
    filter_horizontal = ["groups"]
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__partnership", "memberships__role"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    inlines = [MembershipInline]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        # The form for a new person asks for as little as possible.
        return super().get_inlines(request, obj) if obj else []


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    list_display = ["user", "partnership", "role", "agency", "taken_up_at"]
    list_filter = ["partnership", "role"]
    list_select_related = ["user", "partnership", "agency"]
    search_fields = ["user__name", "user__email", "partnership__district"]
    autocomplete_fields = ["user", "partnership", "agency"]


@admin.register(Joining)
class JoiningAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["former_name", "agency", "joined_at", "joined_by", "taken_apart_at"]
    list_filter = ["agency__partnership"]
    list_select_related = ["agency", "joined_by"]
    search_fields = ["former_name", "agency__name"]
    # What they say of contacts, and of links.
    exclude = ["steps"]


@admin.register(Mail)
class MailAdmin(ReadOnly, LongList):
    of_partnership = "partnership"
    list_display = ["subject", "recipient", "partnership", "state", "made_at", "sent_at", "problem"]
    list_filter = ["state", "partnership"]
    list_select_related = ["partnership"]
    search_fields = ["recipient", "subject"]
    # Their links let whoever has them answer for an agency.
    exclude = ["text", "html", "key", "about"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Mail]:
        return shown_to(None, super().get_queryset(request))


@admin.register(ContactImport)
class ContactImportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "partnership", "started_at", "started_by", "imported_at"]
    list_filter = ["partnership"]
    list_select_related = ["partnership", "started_by"]
    search_fields = ["file_name", "partnership__district"]
    # Contacts that are in no partnership yet, or were left out of it.
    exclude = ["tables", "choices", "left_out"]


@admin.register(ContactListShape)
class ContactListShapeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["partnership", "columns"]
    list_filter = ["partnership"]
    list_select_related = ["partnership"]
    search_fields = ["partnership__district"]


@admin.register(FormerDetails)
class FormerDetailsAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "partnership", "until"]
    list_filter = ["partnership"]
    list_select_related = ["partnership"]
    search_fields = ["name", "partnership__district"]


@admin.register(Division)
class DivisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "partnership"]
    list_select_related = ["partnership"]
    search_fields = ["partnership__name", "partnership__district"]


@admin.register(Founding)
class FoundingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "begins_on", "proposed_by", "partnership", "founded_at"]
    list_select_related = ["proposed_by", "partnership"]
    search_fields = ["name", "district"]


@admin.register(Founder)
class FounderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["founding", "asked_as", "partnership", "agrees", "answered_by"]
    list_select_related = ["founding", "partnership", "answered_by"]
    search_fields = ["asked_as", "founding__name"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, admin.ModelAdmin):
    """Only read, by operators too."""

    list_display = ["at", "what", "email", "partnership", "page"]
    list_select_related = ["partnership"]
    search_fields = ["email"]
    exclude = ["path"]
    show_full_result_count = False


class OfSignIn(ReadOnly, admin.ModelAdmin):
    """Looked at and removed: so somebody who has lost the telephone gets in again."""

    search_fields = ["user__email"]
    list_select_related = ["user"]
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


# allauth's own pages for these, which show and change their secrets, are there once imported.
for name in ("mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{name}.admin")
for model in (Authenticator, SocialAccount, UserSession):
    admin.site.unregister(model)


@admin.register(Authenticator)
class AuthenticatorAdmin(OfSignIn):
    list_display = ["user", "type", "created_at", "last_used_at"]
    exclude = ["data"]


@admin.register(SocialAccount)
class SocialAccountAdmin(OfSignIn):
    list_display = ["user", "provider", "date_joined", "last_login"]
    exclude = ["extra_data"]


@admin.register(UserSession)
class UserSessionAdmin(OfSignIn):
    list_display = ["user", "ip", "created_at"]
    exclude = ["session_key", "data"]
