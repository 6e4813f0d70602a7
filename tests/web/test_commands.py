"""Commands about a site that is not there, or could not answer, say so and make nothing."""

from __future__ import annotations

import socket

import pytest

from grunnmur import workspace
from grunnmur.errors import WorkspaceError
from grunnmur_web import backup, serve, verify

ASKED = {
    "verify": lambda folder: verify.verify(folder, {}),
    "export": lambda folder: verify.address(folder, {}),
    "backup": lambda folder: backup.backup(folder, folder / "site.backup", {}),
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Where the database would be."""
    monkeypatch.setenv("GRUNNMUR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("asked", sorted(ASKED))
def test_a_workspace_that_is_not_there_is_said_to_be_none(tmp_path, home, asked):
    with pytest.raises(WorkspaceError) as refused:
        ASKED[asked](tmp_path / "none")

    assert refused.value.code == "no_workspace"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", sorted(ASKED))
def test_a_site_without_a_database_is_said_to_have_none(tmp_path, home, asked):
    workspace.create(tmp_path / "w")

    with pytest.raises(WorkspaceError) as refused:
        ASKED[asked](tmp_path / "w")

    assert refused.value.code == "site_no_database"
    assert not home.exists()
    assert not (tmp_path / "w" / "site.backup").exists()


def test_a_restore_needs_a_workspace_to_restore_into(tmp_path, home):
    with pytest.raises(WorkspaceError) as refused:
        backup.restore(tmp_path / "none", tmp_path / "site.backup", {})

    assert refused.value.code == "no_workspace"
    assert not home.exists()


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_port_that_is_none_stops_the_start(port):
    with pytest.raises(WorkspaceError) as refused:
        serve._require_free(port)

    assert refused.value.code == "site_port_none"


@pytest.mark.enable_socket
def test_a_port_that_is_in_use_stops_the_start():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(WorkspaceError) as refused:
            serve._require_free(other.getsockname()[1])

    assert refused.value.code == "site_port_shut"


OWN = {"DATABASE_URL": "dbname=g user=web", "DATABASE_OWNER_URL": "dbname=g user=owner"}


@pytest.mark.enable_socket
@pytest.mark.parametrize("in_files", [False, True])
def test_the_site_is_told_its_own_address_and_never_the_owners(tmp_path, monkeypatch, in_files):
    home = workspace.create(tmp_path / "w")
    (home.folder / "runs" / "r").mkdir(parents=True)
    (home.folder / "current").write_text("r\n")
    told = {}
    monkeypatch.setattr(
        serve, "_manage", lambda environment, verb, *_: told.update({verb: environment})
    )
    monkeypatch.setattr(serve, "_first_account", lambda *_: None)
    monkeypatch.setattr(serve, "start", lambda environment, _port: told.update(site=environment))
    monkeypatch.setattr(serve, "_watch", lambda *_: 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    serve.serve(
        home.folder,
        port=port,
        environment={"PATH": "/bin", **(_in_files(tmp_path, OWN) if in_files else OWN)},
        say=lambda *_, **__: None,
    )

    addresses = {k: v for k, v in told["site"].items() if k.startswith("DATABASE_")}
    assert addresses == {"DATABASE_URL": OWN["DATABASE_URL"]}
    assert told["prepare"]["DATABASE_OWNER_URL"] == OWN["DATABASE_OWNER_URL"]


def test_an_address_may_be_the_content_of_a_file(tmp_path):
    environment = _in_files(tmp_path, {**OWN, "DATABASE_ADMIN_URL": "dbname=g user=postgres"})

    assert verify.address(tmp_path, environment) == OWN["DATABASE_OWNER_URL"]
    assert backup._admin(tmp_path, environment, pytest.fail) == "dbname=g user=postgres"


def _in_files(folder, settings):
    for name, value in settings.items():
        (folder / name).write_text(value + "\n")
    return {f"{name}_FILE": str(folder / name) for name in settings}
