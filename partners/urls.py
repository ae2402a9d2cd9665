from django.urls import path

from partners.founding.parts import What
from partners.views import (
    agencies,
    audit,
    contact,
    contact_import,
    contacts,
    divisions,
    foundings,
    joining,
    leavers,
    mail,
    own,
    people,
)

urlpatterns = [
    path("accounts/emails/", own.emails_and_calendar, name="emails-and-calendar"),
    path("accounts/own-data.json", own.own_data_file, name="own-data"),
    path("accounts/how-long/", own.how_long, name="how-long"),
    path("accounts/invitations/", people.invitations, name="invitations"),
    path("<slug:partnership>/partners/", agencies.partners, name="partners"),
    path("<slug:partnership>/partners/<int:pk>/", agencies.agency, name="agency"),
    path("<slug:partnership>/partners/<int:pk>/join/", joining.agency_join, name="agency-join"),
    path(
        "<slug:partnership>/partners/<int:pk>/join/<int:other>/",
        joining.agency_join_with,
        name="agency-join-with",
    ),
    path(
        "<slug:partnership>/partners/joinings/<int:pk>/take-apart/",
        joining.joining_take_apart,
        name="joining-take-apart",
    ),
    path(
        "<slug:partnership>/partners/<int:pk>/contacts/add/",
        contact.contact_add,
        name="contact-add",
    ),
    path("<slug:partnership>/partners/contacts/<int:pk>/", contact.contact, name="contact"),
    path(
        "<slug:partnership>/partners/contacts/<int:pk>/remove/",
        contact.contact_remove,
        name="contact-remove",
    ),
    path(
        "<slug:partnership>/partners/contacts.csv", contacts.contacts_export, name="contacts-export"
    ),
    path(
        "<slug:partnership>/partners/import/", contact_import.contact_import, name="contact-import"
    ),
    path(
        "<slug:partnership>/partners/import/<int:pk>/columns/",
        contact_import.contact_import_columns,
        name="contact-import-columns",
    ),
    path(
        "<slug:partnership>/partners/import/<int:pk>/preview/",
        contact_import.contact_import_preview,
        name="contact-import-preview",
    ),
    path(
        "<slug:partnership>/partners/import/<int:pk>/done/",
        contact_import.contact_import_done,
        name="contact-import-done",
    ),
    path(
        "<slug:partnership>/partners/import/<int:pk>/discard/",
        contact_import.contact_import_discard,
        name="contact-import-discard",
    ),
    path(
        "<slug:partnership>/partners/import/<int:pk>/left-out.xlsx",
        contact_import.contact_import_left_out,
        name="contact-import-left-out",
    ),
    path(
        "<slug:partnership>/partners/import/earlier/",
        contacts.earlier_imports,
        name="earlier-imports",
    ),
    path(
        "<slug:partnership>/partners/import/template.csv",
        contacts.contacts_csv_template,
        name="contacts-csv-template",
    ),
    path(
        "<slug:partnership>/partners/import/template.xlsx",
        contacts.contacts_excel_template,
        name="contacts-excel-template",
    ),
    path("<slug:partnership>/partners/audit/", audit.audit, name="audit"),
    path("<slug:partnership>/partners/audit.csv", audit.audit_export, name="audit-export"),
    path("<slug:partnership>/partners/people/", people.people, name="people"),
    path("<slug:partnership>/partners/people/add/", people.person_add, name="person-add"),
    path(
        "<slug:partnership>/partners/people/second-step/",
        people.second_step_rule,
        name="second-step-rule",
    ),
    path("<slug:partnership>/partners/people/left/", leavers.people_left, name="people-left"),
    path(
        "<slug:partnership>/partners/people/left/<int:pk>/erase/",
        leavers.person_erase,
        name="person-erase",
    ),
    path("<slug:partnership>/partners/people/<int:pk>/", people.person, name="person"),
    path(
        "<slug:partnership>/partners/people/<int:pk>/invite/",
        people.person_invite,
        name="person-invite",
    ),
    path(
        "<slug:partnership>/partners/people/<int:pk>/remove/",
        people.person_remove,
        name="person-remove",
    ),
    path("<slug:partnership>/partners/foundings/", foundings.foundings, name="foundings"),
    path(
        "<slug:partnership>/partners/divisions/propose/",
        divisions.division_propose,
        name="division-propose",
    ),
    path("<slug:partnership>/partners/divisions/<int:pk>/", divisions.division, name="division"),
    path(
        "<slug:partnership>/partners/divisions/parts/<int:pk>/",
        divisions.division_part,
        name="division-part",
    ),
    *(
        path(
            f"<slug:partnership>/partners/divisions/<int:pk>/{what}/",
            divisions.division_placing,
            {"what": what},
            name=f"division-{what}",
        )
        for what in What
    ),
    path(
        "<slug:partnership>/partners/divisions/<int:pk>/divide/",
        divisions.division_divide,
        name="division-divide",
    ),
    path(
        "<slug:partnership>/partners/divisions/<int:pk>/take-back/",
        divisions.division_take_back,
        name="division-take-back",
    ),
    path(
        "<slug:partnership>/partners/foundings/propose/",
        foundings.founding_propose,
        name="founding-propose",
    ),
    path("<slug:partnership>/partners/foundings/<int:pk>/", foundings.founding, name="founding"),
    path(
        "<slug:partnership>/partners/foundings/<int:pk>/agencies/",
        foundings.founding_agencies,
        name="founding-agencies",
    ),
    path(
        "<slug:partnership>/partners/foundings/<int:pk>/found/",
        foundings.founding_found,
        name="founding-found",
    ),
    path(
        "<slug:partnership>/partners/foundings/<int:pk>/take-back/",
        foundings.founding_take_back,
        name="founding-take-back",
    ),
    path(
        "<slug:partnership>/partners/rename/",
        foundings.partnership_rename,
        name="partnership-rename",
    ),
    # The demo's alone.
    path("<slug:partnership>/rounds/mail/", mail.sent_mail, name="sent-mail"),
    path(
        "<slug:partnership>/rounds/mail/<int:pk>/",
        mail.sent_mail_message,
        name="sent-mail-message",
    ),
    path(
        "<slug:partnership>/rounds/mail/<int:pk>/mail.html",
        mail.sent_mail_file,
        name="sent-mail-file",
    ),
]
