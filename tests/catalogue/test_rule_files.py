"""The files of the rules."""

import pytest

from grunnmur.catalogue import CatalogueError, rules


@pytest.mark.parametrize("path", sorted(rules.FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_rule_is_whole_and_in_both_languages(path):
    rule = rules.read(path)

    assert rule.rule_id == path.stem
    assert rule.clauses
    for words in (rule.title, rule.explanation):
        assert set(words) == {"nb", "en"}
        assert words["nb"] != words["en"]


def test_every_parameter_of_a_rule_is_used_by_its_sql():
    for rule in rules.load().rules:
        for name in rule.parameters:
            assert f"${name}" in (rule.select or ""), (rule.rule_id, name)


def test_a_rule_lies_in_a_file_of_its_own_name(tmp_path):
    path = tmp_path / "other.yaml"
    path.write_bytes((rules.FOLDER / "residency.yaml").read_bytes())

    with pytest.raises(CatalogueError) as raised:
        rules.read(path)

    assert raised.value.facts["reason"] == "the id is residency, but the file is named other"
