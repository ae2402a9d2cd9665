from reports.fonts import MORE, OF_ALL, lacking, slices_of


def test_what_our_fonts_can_show_is_not_told():
    assert lacking("Café “Ŵyn” – £5, 20 °C • e\u0301\u200d\xa0\ufe0f\n", (OF_ALL,)) == []
    assert lacking("مرحبا שלום", (OF_ALL,)) == []


def test_other_letters_and_signs_are_in_more_fonts():
    words = "ਪੰਜਾਬੀ বাংলা हिन्दी Ω Ж ↑ ≥ ✓ ″"
    assert lacking(words, (OF_ALL,))
    assert lacking(words) == []


def test_signs_that_would_be_boxes_are_told_once():
    assert lacking("𓊝 boat 𓊝, 𓊞 \uf0b7") == ["𓊝", "𓊞", "\uf0b7"]


def test_chinese_and_japanese_are_in_slices_of_which_a_document_takes_its_own():
    words = "社区安全伙伴关系计划 社區 ひらがな カタカナ"
    assert lacking(words, (OF_ALL, MORE))
    assert lacking(words) == []
    assert 1 < len(slices_of(words)) < 20


def test_korean_is_in_slices_too():
    words = "지역사회 안전 협력 계획"
    assert lacking(words, (OF_ALL, MORE))
    assert lacking(words) == []
    assert all(name.startswith("noto-sans-kr-") for name in slices_of(words.replace(" ", "")))


def test_emoji_are_in_slices_though_another_font_tells_of_them():
    """Each with what changes it: a variation selector, a colour of skin, a joiner."""
    words = "👍🏽 🎉 🚓 🏘️ 🇬🇧 👩‍👧 🫶"
    assert lacking(words) == []
    assert {name[:10] for name in slices_of(words.replace(" ", ""))} == {"noto-emoji"}
