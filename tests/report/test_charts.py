import re

from grunnmur.report import charts


def _rects(svg):
    return [
        tuple(float(number) for number in found)
        for found in re.findall(
            r'x="([\d.]+)%" y="([\d.]+)%" width="([\d.]+)%" height="([\d.]+)%"', svg
        )
    ]


def test_a_stacked_bar_has_its_parts_end_to_end():
    assert _rects(charts.stacked([("failed", 0.25), ("unknown", 0.25), ("passed", 0.5)])) == [
        (0, 0, 25, 100),
        (25, 0, 25, 100),
        (50, 0, 50, 100),
    ]


def test_a_part_that_is_nothing_is_not_drawn():
    assert len(_rects(charts.stacked([("failed", 0), ("passed", 1)]))) == 1


def test_columns_stand_on_the_ground_and_the_highest_fills():
    (_, top_1, _, high_1), (_, top_2, _, high_2) = _rects(charts.columns([1, 4]))

    assert (top_1, high_1) == (75, 25)
    assert (top_2, high_2) == (0, 100)


def test_nothing_to_draw_is_an_empty_drawing():
    assert _rects(charts.columns([])) == []
    assert _rects(charts.columns([0, 0])) == []
    assert "polyline" not in charts.area([])
    assert "polyline" not in charts.area([1])


def test_bands_lie_behind_the_columns():
    svg = charts.strip([1], highest=2, bands=[(0.5, 0.75)])

    assert svg.index('class="band"') < svg.index('class="column"')


def test_a_curve_goes_from_its_first_to_its_last_value():
    assert 'points="0.00,0.00 50.00,50.00 100.00,100.00"' in charts.area([4, 2, 0])


def test_drawings_are_hidden_from_screen_readers():
    for svg in (charts.stacked([("a", 1)]), charts.columns([1]), charts.area([1, 2])):
        assert 'aria-hidden="true"' in svg
