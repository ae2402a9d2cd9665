"""Marks of word processors in what is pasted: of what nobody was to read, of items and of notes."""

from lxml import etree

# What a paste holds that its reader did not see as text, or was to be rid of: comments and what
# leads to them (of Word and of Google Docs), words that a tracked change deletes or moves away,
# words struck out, hidden words. {style} and {class} are made ready below.
_UNSEEN = """
    //del | //s | //strike | //*[@hidden]
    | //*[contains({style}, ";mso-element:comment") or contains({style}, ";mso-hide:all")
        or contains({style}, ";display:none") or contains({style}, ";visibility:hidden")]
    | //*[contains(substring-after({style}, ";text-decoration:"), "line-through")
        and contains(substring-before(concat(
            substring-after({style}, ";text-decoration:"), ";"), ";"), "line-through")]
    | //*[contains({style}, ";text-decoration-line:line-through")]
    | //*[contains({class}, " msocom") or contains({class}, " msodel ")
        or contains({class}, " msocommentreference ") or contains({class}, " msocommenttext ")
        or contains({class}, " msocommentsubject ")]
    | //*[preceding-sibling::comment()[1][contains(., "!supportAnnotations")]
        and following-sibling::comment()[1][contains(., "[endif]")]]
    | //a[starts-with(@href, "#_msocom_")] | //p[.//a[starts-with(@href, "#_msoanchor_")]]
    | //div[p[1]/a[starts-with(@href, "#cmnt_ref")]]
    | //*[self::a or self::sup[not(text())]/a][starts-with(descendant-or-self::a/@href, "#cmnt")]
"""
_MARKER = """
    //*[contains({style}, ";mso-list:ignore")]
    | //*[preceding-sibling::comment()[1][contains(., "!supportLists")]
        and following-sibling::comment()[1][contains(., "[endif]")]]
"""
_CAPITALS = '"ABCDEFGHIJKLMNOPQRSTUVWXYZ\t\r\n", "abcdefghijklmnopqrstuvwxyz   "'
_PREPARED = {
    "class": f'concat(" ", translate(@class, {_CAPITALS}), " ")',
    # Without spaces, so that a declaration has but one way to be written.
    "style": f'concat(";", translate(translate(@style, {_CAPITALS}), " ", ""))',
}
UNSEEN = etree.XPath(_UNSEEN.format(**_PREPARED))
MARKER = etree.XPath(_MARKER.format(**_PREPARED))
NEVER_WORDS = etree.XPath("//script | //style | //title | //template | //noscript | //textarea")
TO_NOTES = etree.XPath('//a[starts-with(@href, "#")]')
