"""`grunnmur collect`: the verb, and the listener's words. What it hears is tested in tests/collect."""

import pytest

from grunnmur.cli.main import run


@pytest.mark.parametrize(
    "bind", ["2055", "router:2055", "127.0.0.1:port", "127.0.0.1:70000", ":2055"]
)
def test_an_address_that_is_none_is_refused(tmp_path, capsys, bind):
    code = run(
        ["collect", "listen", "--bind", bind, "--out", str(tmp_path / "c")],
        {"GRUNNMUR_LANGUAGE": "en"},
    )

    assert code == 2
    assert "no address with a port" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(("language", "word"), [("nb", "Lytt etter"), ("en", "Listen for")])
def test_the_help_speaks_both_languages(capsys, language, word):
    run(["collect", "listen", "--help"], {"GRUNNMUR_LANGUAGE": language})

    assert word in capsys.readouterr().out


def test_collect_alone_still_reads_the_sources(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("Navn\nsrv-1\n", encoding="utf-8")
    (tmp_path / "grunnmur.toml").write_text(
        '[[source]]\nname = "a"\nformat = "table"\npath = "a.csv"\ninto = "asset"\ncolumns = { name = "Navn" }\n',
        encoding="utf-8",
    )

    code = run(
        ["collect", str(tmp_path), "--out", str(tmp_path / "work")], {"GRUNNMUR_LANGUAGE": "en"}
    )

    assert code == 0
    assert len(list((tmp_path / "work" / "runs").iterdir())) == 1
