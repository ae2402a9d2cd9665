"""Who may do what, said once more: a role gets no permission by a slip of the table."""

from partners.access import OF_CLOSED, PERMISSIONS, Permission, Role, may

# The least role that may do it, of those that follow one another.
LEAST = {
    Role.READER: {Permission.SEE_PLAN, Permission.EXPORT_DOCUMENT},
    Role.OFFICER: {
        Permission.UPDATE_ACTIONS,
        Permission.ANSWER_REQUESTS,
        Permission.ADD_LOG_ENTRY,
        Permission.SEE_ROUNDS,
        Permission.SEE_CONTACTS,
        Permission.RUN_MEETINGS,
    },
    Role.MANAGER: {
        Permission.EDIT_PLAN,
        Permission.EDIT_CONTACTS,
        Permission.JOIN_PARTNERS,
        Permission.RUN_ROUNDS,
        Permission.ISSUE_DOCUMENT,
    },
    Role.ADMINISTRATOR: {
        Permission.IMPORT_CONTACTS,
        Permission.MANAGE_PEOPLE,
        Permission.CHANGE_PARTNERSHIP,
        Permission.SEE_AUDIT,
        Permission.TAKE_AWAY,
    },
}


def test_each_role_may_do_what_those_below_it_may_and_its_own():
    allowed = set()
    for role, own in LEAST.items():
        allowed |= own
        assert PERMISSIONS[role] == allowed


def test_a_contributor_reads_and_speaks_for_one_agency_alone():
    own = {Permission.UPDATE_OWN_ACTIONS, Permission.ANSWER_REQUESTS}
    assert PERMISSIONS[Role.CONTRIBUTOR] == LEAST[Role.READER] | own


def test_of_a_closed_partnership_nothing_can_be_changed():
    reading = LEAST[Role.READER] | {Permission.SEE_ROUNDS, Permission.SEE_CONTACTS}
    assert reading | {Permission.SEE_AUDIT, Permission.TAKE_AWAY} == OF_CLOSED
    left = {one for one in Permission if may(Role.ADMINISTRATOR, one, is_closed=True)}
    assert left == OF_CLOSED
