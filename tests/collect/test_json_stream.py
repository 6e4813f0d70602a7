import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import written

from grunnmur.collect import json_stream
from grunnmur.collect.json_stream import DamagedError, Entry, entries
from grunnmur.errors import CollectError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def flattened(content):
    """What `entries` promises for content that was read whole."""
    if isinstance(content, list):
        return [Entry(None, value, listed=True) for value in content]
    found = []
    for key, value in content.items():
        if isinstance(value, list) and value:
            found += [Entry(key, one, listed=True) for one in value]
        else:
            found.append(Entry(key, value, listed=False))
    return found


@settings(max_examples=50, deadline=None)
@given(st.lists(VALUES, max_size=6) | st.dictionaries(st.text(), VALUES, max_size=6), st.booleans())
def test_a_stream_gives_what_the_whole_file_holds(tmp_path_factory, content, indented):
    text = json.dumps(content, indent=2 if indented else None, separators=(",", ":"))
    file = written(tmp_path_factory.mktemp("json"), "a.json", text)

    assert list(entries(file)) == flattened(content)


def test_objects_longer_than_a_block_are_read(tmp_path):
    members = [{"id": n, "name": "x" * 50} for n in range(60_000)]
    file = written(tmp_path, "a.json", json.dumps({"data": [{"Members": members}, {"id": 1}]}))

    values = [entry.value for entry in entries(file)]

    assert values == [{"Members": members}, {"id": 1}]


def test_what_stands_before_a_damage_is_given(tmp_path):
    file = written(tmp_path, "a.json", '[{"a":1},{"a":2},{"a":')
    found = []

    with pytest.raises(DamagedError):
        found.extend(entries(file))

    given_before = list(_until_damage(file))
    assert given_before == [{"a": 1}, {"a": 2}]


def _until_damage(file):
    stream = entries(file)
    while True:
        try:
            yield next(stream).value
        except (DamagedError, StopIteration):
            return


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[" * 500_000, "json_too_deep"),
        ("[" + '"' + "a" * (25 << 20), "json_too_large_value"),
    ],
)
def test_hostile_files_are_refused(tmp_path, content, code):
    with pytest.raises(CollectError, match=code):
        list(json_stream.entries(written(tmp_path, "a.json", content)))
