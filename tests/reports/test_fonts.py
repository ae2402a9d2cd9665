from reports.fonts import OF_ALL, lacking


def test_what_our_fonts_can_show_is_not_told():
    assert lacking("Café “Ŵyn” – £5, 20 °C • e\u0301\u200d\xa0\ufe0f\n", (OF_ALL,)) == []
    assert lacking("مرحبا שלום", (OF_ALL,)) == []


def test_other_letters_and_signs_are_in_more_fonts():
    words = "ਪੰਜਾਬੀ বাংলা हिन्दी Ω Ж ↑ ≥ ✓ ″"
    assert lacking(words, (OF_ALL,))
    assert lacking(words) == []


def test_signs_that_would_be_boxes_are_told_once():
    assert lacking("中 boat 𓊝, 中 \uf0b7") == ["中", "𓊝", "\uf0b7"]
