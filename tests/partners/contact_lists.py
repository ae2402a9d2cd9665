"""Lists of contacts, each as somebody keeps it; everything in them is invented.

Each gives the name and the content of a file. Larkshire has the partners Larkshire Police,
Larkshire Fire and Rescue Service and Lark Shelter.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.csp.word_documents import with_table
from tests.csp.workbooks import workbook


@dataclass(frozen=True)
class Listed:
    """A list, what has to be selected or typed for it, and what comes of it.

    columns: on the page of the columns, by field. answers: on the preview, by field. contacts:
    (partner, role, name, e-mail, telephones) in the order of the rows.
    """

    name: str
    content: Callable[[], bytes]
    contacts: list[tuple[str, str, str, str, str]]
    columns: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ()


def csv(*lines: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: "\r\n".join(lines).encode(encoding)


POLICE, FIRE, SHELTER = "Larkshire Police", "Larkshire Fire and Rescue Service", "Lark Shelter"

LISTS = {
    "a council's, with titles above": Listed(
        "partners.xlsx",
        lambda: workbook(
            ["Community Safety Partnership: contacts"],
            ["Last changed by Jo on 3 March"],
            [],
            [
                "Organisation",
                "First name",
                "Surname",
                "Job title",
                "Email",
                "Tel",
                "Mobile",
                "Notes",
            ],
            [
                POLICE,
                "Pat",
                "Lee",
                "Inspector",
                "pat@police.test",
                1632960001,
                "07700 900001",
                "days",
            ],
            [
                "Larkshire Fire & Rescue Service",
                "Kim",
                "Day",
                "Watch manager",
                "kim@fire.test",
                "",
                "",
                "",
            ],
        ),
        [
            (
                POLICE,
                "Inspector",
                "Pat Lee",
                "pat@police.test",
                "01632960001 (Tel)\n07700 900001 (Mobile)",
            ),
            (FIRE, "Watch manager", "Kim Day", "kim@fire.test", ""),
        ],
    ),
    "libraries": Listed(
        "libraries.csv",
        csv(
            "Library,Branch manager,Address,Postcode,Phone,E-mail",
            "Quay Library,Lou Ray,1 Quay Road,QU1 1AA,01632 960011,quay@lib.test",
            "Mill Library,Max Oh,2 Mill Lane,MI2 2BB,01632 960012,mill@lib.test",
        ),
        [
            ("Quay Library", "Branch manager", "Lou Ray", "quay@lib.test", "01632 960011"),
            ("Mill Library", "Branch manager", "Max Oh", "mill@lib.test", "01632 960012"),
        ],
        columns={"column-1": "name", "role": "Branch manager"},
        command=("--columns", "Branch manager=name", "--role", "Branch manager", "--make-partners"),
    ),
    "food banks": Listed(
        "Food banks.csv",
        csv(
            "Food bank;Contact;Email address;Contact number;Open",
            "Harbour Food Bank;Sam Ash;harbour@food.test;7700900021;Mon, Wed",
            "St Mary’s Pantry;N/A;pantry@food.test;-;Fri",
            encoding="cp1252",
        ),
        [
            ("Harbour Food Bank", "Contact", "Sam Ash", "harbour@food.test", "07700900021"),
            ("St Mary’s Pantry", "Contact", "", "pantry@food.test", ""),
        ],
        command=("--make-partners",),
    ),
    "a mailing list as for GOV.UK Notify": Listed(
        "recipients.csv",
        csv("email address,name", "jo@shelter.test,Jo", "al@shelter.test,Al"),
        [
            (SHELTER, "Trustee", "Jo", "jo@shelter.test", ""),
            (SHELTER, "Trustee", "Al", "al@shelter.test", ""),
        ],
        columns={"partner": "Lark Shelter", "role": "Trustee"},
        command=("--partner", "Lark Shelter", "--role", "Trustee"),
    ),
    "polling stations": Listed(
        "polling.csv",
        csv(
            "POLLING STATION CONTACTS 2026,,,",
            "No.,Polling station,Presiding officer,Tel. (day)",
            "1,Quay Hall,Ann Bee,01632 960031",
            "2,Mill Hall,Bob Cee,01632 960032",
        ),
        [
            ("Quay Hall", "Presiding officer", "Ann Bee", "", "01632 960031 (Tel. day)"),
            ("Mill Hall", "Presiding officer", "Bob Cee", "", "01632 960032 (Tel. day)"),
        ],
        columns={"column-1": "agency", "role": "Presiding officer"},
    ),
    "exported by Outlook": Listed(
        "contacts.CSV",
        csv(
            '"Title","First Name","Middle Name","Last Name","Company","Department","Job Title",'
            '"Business Street","Business Fax","Business Phone","Mobile Phone","E-mail Address",'
            '"E-mail Type","E-mail Display Name"',
            f'"Ms","Eve","","Fox","{POLICE}","","Analyst","1 High Street","01632 960049",'
            '"01632 960041","","eve@police.test","SMTP","Eve Fox (eve@police.test)"',
            encoding="cp1252",
        ),
        [(POLICE, "Analyst", "Eve Fox", "eve@police.test", "01632 960041 (Business Phone)")],
    ),
    "exported by Google": Listed(
        "contacts.csv",
        csv(
            "First Name,Middle Name,Last Name,Phonetic First Name,Organization Name,"
            "Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
            "Phone 1 - Value",
            "Gil,,Hay,,Lark Shelter,Key worker,* myContacts,Work,gil@shelter.test,Mobile,"
            "+44 7700 900051",
        ),
        [(SHELTER, "Key worker", "Gil Hay", "gil@shelter.test", "+44 7700 900051")],
        command=(),
    ),
    "partners written above their contacts": Listed(
        "directory.csv",
        csv(
            "Name,Role,Email",
            "LARKSHIRE POLICE,,",
            "Ida Joy,Sergeant,ida@police.test",
            "Ken Law,PCSO,ken@police.test",
            "Lark Shelter,,",
            "May Nye,Manager,may@shelter.test",
        ),
        [
            (POLICE, "Sergeant", "Ida Joy", "ida@police.test", ""),
            (POLICE, "PCSO", "Ken Law", "ken@police.test", ""),
            (SHELTER, "Manager", "May Nye", "may@shelter.test", ""),
        ],
    ),
    "a partner once for several rows": Listed(
        "duty.xlsx",
        lambda: workbook(
            ["Agency", "Post", "E-mail", "Out of hours"],
            [POLICE, "Duty inspector", "duty@police.test", "101"],
            ["", "Control room", "control@police.test", "999"],
            [FIRE, "Duty officer", "duty@fire.test", ""],
        ),
        [
            (POLICE, "Duty inspector", "", "duty@police.test", "101 (Out of hours)"),
            (POLICE, "Control room", "", "control@police.test", "999 (Out of hours)"),
            (FIRE, "Duty officer", "", "duty@fire.test", ""),
        ],
    ),
    "without headings": Listed(
        "list.csv",
        csv(
            "Larkshire Police,Ben Coe,ben@police.test,01632 960061",
            "Lark Shelter,Dee Eyre,dee@shelter.test,01632 960062",
        ),
        [
            (POLICE, "Contact", "Ben Coe", "ben@police.test", "01632 960061"),
            (SHELTER, "Contact", "Dee Eyre", "dee@shelter.test", "01632 960062"),
        ],
        columns={"column-1": "name"},
    ),
    "a table in Word": Listed(
        "contacts.docx",
        lambda: with_table(
            ["Partner", "Contact name", "Job role", "Contact details"],
            [POLICE, "Flo Gray", "Analyst", "flo@police.test"],
            above=[("Who is who", 1)],
        ),
        [(POLICE, "Analyst", "Flo Gray", "flo@police.test", "")],
    ),
    "addresses as they were pasted from mail": Listed(
        "cc.csv",
        csv(
            "Partner,Role,To",
            "Larkshire\u00a0Police,Lead,Hal Ives <hal@police.test>",
            "Lark Shelter,Lead,mailto:jan@shelter.test",
            "Lark Shelter,Trustees,kit@shelter.test; lyn@shelter.test",
        ),
        [
            (POLICE, "Lead", "Hal Ives", "hal@police.test", ""),
            (SHELTER, "Lead", "", "jan@shelter.test", ""),
            (SHELTER, "Trustees", "", "kit@shelter.test", ""),
            (SHELTER, "Trustees", "", "lyn@shelter.test", ""),
        ],
        answers={"addresses": "each"},
        command=("--several-addresses", "each"),
    ),
    "from a Mac, with two numbers in a cell": Listed(
        "sheet.csv",
        csv(
            "Organisation\tWho\tPosition\tPhones",
            "Lark Shelter\tZoë Müller\tManager\tT: 01632 960071 M: 07700 900071",
            encoding="mac_roman",
        ),
        [(SHELTER, "Manager", "Zoë Müller", "", "01632 960071 (Tel)\n07700 900071 (Mobile)")],
        columns={"column-1": "name"},
        command=("--columns", "Who=name"),
    ),
    "schools, with headings again and a foot": Listed(
        "schools.csv",
        csv(
            "School,Designated safeguarding lead,Email",
            "Quay School,Nell Orr,dsl@quay.test",
            "School,Designated safeguarding lead,Email",
            "Mill School,Pia Quin,dsl@mill.test",
            "Total: 2,,",
        ),
        [
            ("Quay School", "Safeguarding lead", "Nell Orr", "dsl@quay.test", ""),
            ("Mill School", "Safeguarding lead", "Pia Quin", "dsl@mill.test", ""),
        ],
        columns={"column-1": "name", "role": "Safeguarding lead"},
    ),
    "in UTF-16, two roles with one mailbox": Listed(
        "unicode.csv",
        csv(
            "Agency\tJob title\tE-mail",
            "Larkshire Police\tInspector\tcsu@police.test",
            "Larkshire Police\tAnalyst\tcsu@police.test",
            encoding="utf-16",
        ),
        [
            (POLICE, "Inspector", "", "csu@police.test", ""),
            (POLICE, "Analyst", "", "csu@police.test", ""),
        ],
    ),
    "two lines of headings": Listed(
        "list.csv",
        csv(
            "Organisation,Contact,,Reached by,",
            ",Name,Role,Email,Telephone",
            f"{POLICE},Pat Lee,Sergeant,pat@police.test,01632 960001",
        ),
        [(POLICE, "Sergeant", "Pat Lee", "pat@police.test", "01632 960001")],
    ),
    "of an address book, headed as vCards are": Listed(
        "contacts.csv",
        csv(
            "FN,ORG,TITLE,EMAIL;TYPE=work,TEL;TYPE=cell,TEL;TYPE=work",
            f"Pat Lee,{POLICE},Sergeant,pat@police.test,07700 900001,01632 960001",
        ),
        [
            (
                *(POLICE, "Sergeant", "Pat Lee", "pat@police.test"),
                "07700 900001 (cell)\n01632 960001 (work)",
            )
        ],
    ),
    "Outlook's, in UTF-16 with tabs": Listed(
        "outlook.csv",
        csv(
            "First Name\tLast Name\tCompany\tJob Title\tMobile Phone\tE-mail Address\tCategories",
            f"Zoë\tDay\t{POLICE}\tSergeant\t07700 900001\tzoe@police.test\tCSP;Police",
            encoding="utf-16",
        ),
        [(POLICE, "Sergeant", "Zoë Day", "zoe@police.test", "07700 900001 (Mobile Phone)")],
    ),
    "of representatives, one of whom is sought": Listed(
        "board.csv",
        csv(
            "Organisation,Representative,Position,Email",
            f"{POLICE},Pat Lee,Sergeant,pat@police.test",
            f"{SHELTER},VACANT,Manager,To be confirmed",
        ),
        [
            (POLICE, "Sergeant", "Pat Lee", "pat@police.test", ""),
            (SHELTER, "Manager", "", "", ""),
        ],
    ),
}
