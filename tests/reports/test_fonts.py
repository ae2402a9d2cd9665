from reports.fonts import lacking


def test_what_our_fonts_can_show_is_not_told():
    assert lacking("Café “Ŵyn” – £5, 20 °C • مرحبا שלום e\u0301\u200d\xa0\ufe0f\n") == []


def test_signs_that_would_be_boxes_are_told_once():
    assert lacking("中 boat ⛵, 中 \uf0b7") == ["中", "⛵", "\uf0b7"]
