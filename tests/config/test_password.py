"""NewsPortalDBPassword: where it may come from, and that nobody ever prints it."""
import concurrent.futures
import os
import time

import pytest

from conftest import Configtest

ON = ("NewsPortalEngine On", "NewsPortalBaseURL https://www.example.org")


def password_file(folder, content, mode=0o600):
    path = folder / "password"
    path.write_bytes(content)
    os.chmod(path, mode)
    return f"NewsPortalDBPassword file:{path}"


def program(folder, text, mode=0o700):
    path = folder / "program"
    path.write_text("#!/bin/sh\n" + text)
    os.chmod(path, mode)
    return f"NewsPortalDBPassword exec:{path}"


@pytest.mark.parametrize("content, password", [
    (b"secret", "secret"),
    (b"secret\n", "secret"),
    (b"secret\r\n", "secret"),
    (b" se cret \n", " se cret "),
    ("密码".encode(), "密码"),
    (b"x" * 1024, "x" * 1024),
])
def test_file(probe, content, password):
    result = probe(*ON, password_file(probe.folder, content))
    assert result.ok, result.text
    assert result.sites["main.test"]["password"] == password


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b"secret\nmore\n", b"secret\n\n", b"sec\0ret\n", b"x" * 1025],
                         ids=["empty", "newline", "crlf", "two lines", "empty second line", "nul", "long"])
def test_file_without_password(configtest, content):
    result = configtest(*ON, password_file(configtest.folder, content))
    assert not result.ok
    assert "main server: NewsPortalDBPassword: " in result.text
    assert "give a file with one line of 1 to 1024 bytes" in result.text
    assert "secret" not in result.text and "xxx" not in result.text


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o666])
def test_file_for_everybody(configtest, mode):
    result = configtest(*ON, password_file(configtest.folder, b"secret\n", mode))
    assert not result.ok
    assert f"run: chmod o= {configtest.folder}/password" in result.text
    assert "secret" not in result.text


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o440])
def test_file_for_owner_and_group(configtest, mode):
    result = configtest(*ON, password_file(configtest.folder, b"secret\n", mode))
    assert result.ok, result.text


def test_file_that_is_missing(configtest):
    result = configtest(*ON, "NewsPortalDBPassword file:/nonexistent/password")
    assert not result.ok and "/nonexistent/password cannot be read (No such file or directory); give" in result.text


def test_file_that_is_a_folder_or_a_pipe(configtest):
    os.mkfifo(configtest.folder / "pipe", 0o600)
    for path in (configtest.folder, configtest.folder / "pipe"):
        result = configtest(*ON, f"NewsPortalDBPassword file:{path}")
        assert not result.ok and f"{path} is not a file; give" in result.text


@pytest.mark.parametrize("text, password", [
    ("echo secret", "secret"),
    ("printf secret", "secret"),
    ("printf 'secret\\r\\nmore\\n'", "secret"),
    ('printf "%s" "$*"', "one two words"),
    ('cat; echo "after empty input"', "after empty input"),
    ("echo secret; exec >&-; sleep 0.2", "secret"),
])
def test_program(probe, text, password):
    result = probe(*ON, program(probe.folder, text) + ' one "two words"')
    assert result.ok, result.text
    assert result.sites["main.test"]["password"] == password


@pytest.mark.parametrize("text", ["true", "echo", "echo secret; exit 3", "kill -9 $$", "exec yes secret",
                                  "head -c 1025 /dev/zero | tr '\\0' x", "printf 'a\\0b\\n'"])
def test_program_without_password(configtest, text):
    result = configtest(*ON, program(configtest.folder, text))
    assert not result.ok
    assert f"NewsPortalDBPassword: {configtest.folder}/program gave no password; give" in result.text
    assert "secret" not in result.text


def test_program_that_cannot_run(configtest):
    result = configtest(*ON, "NewsPortalDBPassword exec:/nonexistent/program")
    assert not result.ok and "/nonexistent/program cannot be run (No such file or directory); give" in result.text
    result = configtest(*ON, program(configtest.folder, "echo x", 0o600))
    assert not result.ok and "cannot be run (Permission denied); give" in result.text


def test_program_that_hangs(configtest):
    """Two at once, because it takes the ten seconds that such a program gets."""
    def run(name, text):
        folder = configtest.folder / name
        folder.mkdir()
        begin = time.monotonic()
        result = Configtest(folder, configtest.module, configtest.preload)(*ON, program(folder, text))
        return result, time.monotonic() - begin

    cases = {"silent": "exec sleep 60", "closed": "echo secret; exec >&-; exec sleep 60"}
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for result, seconds in pool.map(run, cases, cases.values()):
            assert not result.ok and "program did not end within 10 s and was stopped; give" in result.text
            assert "secret" not in result.text
            assert 9 < seconds < 20


def test_nothing_is_read_while_the_engine_is_off(configtest):
    assert configtest("NewsPortalDBPassword file:/nonexistent/password").ok


@pytest.mark.parametrize("value", ["hunter2secret", "file:hunter2secret", "exec:hunter2secret", "file:/a hunter2secret",
                                   "none hunter2secret", "password:hunter2secret", ""])
def test_password_in_the_configuration(configtest, value):
    result = configtest(f"NewsPortalDBPassword {value}")
    assert not result.ok
    assert "NewsPortalDBPassword: this value is not accepted" in result.text
    assert "give file: with the absolute path of a file, exec: with" in result.text
    assert "hunter2secret" not in result.text


# ---- The same reader: the key of forms ---------------------------------------------------------------

def test_form_key_from_a_file_and_a_program(probe):
    from_file = probe(*ON, password_file(probe.folder, b"one key\n").replace("DBPassword", "FormKey"))
    from_program = probe(*ON, program(probe.folder, "echo one key").replace("DBPassword", "FormKey"))
    other = probe(*ON, program(probe.folder, "echo other key").replace("DBPassword", "FormKey"))
    keys = [result.sites["main.test"]["form_key"] for result in (from_file, from_program, other)]
    assert keys[0] == keys[1] != keys[2] and len(keys[0]) == 32


def test_form_key_is_made_at_each_start(probe):
    first, second = probe(*ON), probe(*ON, "NewsPortalFormKey auto")
    assert first.sites["main.test"]["form_key"] != second.sites["main.test"]["form_key"]


@pytest.mark.parametrize("value", ["hunter2secret", "none", "file:hunter2secret", "exec:hunter2secret", "auto hunter2secret", ""])
def test_form_key_in_the_configuration(configtest, value):
    result = configtest(f"NewsPortalFormKey {value}")
    assert not result.ok and "hunter2secret" not in result.text
    assert "NewsPortalFormKey: this value is not accepted (a key never stands in the configuration" in result.text
