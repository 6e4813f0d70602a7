"""sslyze: how servers speak TLS, versions 3 to 5."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant

_OUTDATED = {
    "ssl_2_0_cipher_suites": "SSL 2.0",
    "ssl_3_0_cipher_suites": "SSL 3.0",
    "tls_1_0_cipher_suites": "TLS 1.0",
    "tls_1_1_cipher_suites": "TLS 1.1",
}
_FLAGS = {
    "heartbleed": ("is_vulnerable_to_heartbleed", True, "CVE-2014-0160"),
    "openssl_ccs_injection": ("is_vulnerable_to_ccs_injection", True, "CVE-2014-0224"),
    "tls_compression": ("supports_compression", True, "CVE-2012-4929"),
    "session_renegotiation": ("supports_secure_renegotiation", False, "CVE-2009-3555"),
}
"""Which answer of which command means which vulnerability."""


def recognise(head: bytes) -> bool:
    """Whether sslyze wrote it."""
    return head.startswith(b"{") and b'"server_scan_results"' in head


def items(document: Document) -> Iterator[Item]:
    """A host for each server, a finding for each command's answer."""
    tree = trees.json(document)
    seen_at = instant(trees.member(tree, "date_scans_completed"))
    for result in trees.objects(trees.member(tree, "server_scan_results")):
        place = result.get("server_location") or trees.member(
            result, "server_info", "server_location"
        )
        name = trees.words(trees.member(place, "hostname"))
        address = trees.words(trees.member(place, "ip_address"))
        scanned = findings.host(name, ips=[address], seen_at=seen_at)
        yield scanned or Note("host_unnamed", {"name": name}, row=True)
        answers = result.get("scan_result") or result.get("scan_commands_results")
        for command, answer in answers.items() if isinstance(answers, dict) else ():
            yield _finding(command, answer, scanned)
    for error in trees.objects(trees.member(tree, "server_connectivity_errors")):
        reason = trees.words(error.get("error_message"))
        yield Note("device_not_answering", {"reason": reason}, row=True)


def _finding(command: str, answer: Any, scanned: Host | None) -> Finding:  # noqa: ANN401 JSON
    """Newer versions put a command's answer under `result`, which is null where it was not run."""
    result = answer.get("result") if isinstance(answer, dict) and "result" in answer else answer
    numbers, title = _judged(command, result)
    passed = "check_passed" if isinstance(result, dict) else "check_not_answered"
    return Finding(
        host=scanned,
        vulnerabilities=numbers or (f"sslyze:{command}",),
        title=title,
        seen_at=scanned.seen_at if scanned else None,
        silent=None if numbers else passed,
    )


def _judged(command: str, result: object) -> tuple[tuple[str, ...], str | None]:
    """The vulnerabilities an answer means, if any, and what to call them."""
    if command in _OUTDATED and trees.member(result, "accepted_cipher_suites"):
        return (f"sslyze:{command}",), f"{_OUTDATED[command]} accepted"
    if command in _FLAGS:
        name, bad, number = _FLAGS[command]
        return ((number,), command) if trees.member(result, name) is bad else ((), None)
    if command == "robot" and str(trees.member(result, "robot_result")).startswith("VULNERABLE"):
        return ("sslyze:robot",), command
    if command == "certificate_info":
        deployments = trees.objects(trees.member(result, "certificate_deployments"))
        if any(d.get("leaf_certificate_subject_matches_hostname") is False for d in deployments):
            return ("sslyze:certificate_name",), "certificate is for another name"
    return (), None
