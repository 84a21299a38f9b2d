"""What Java tools send (Grid.java, through the driver that DBeaver uses): only what was changed, a commit left open, refusals word for word."""
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

import pytest

from conftest import Portal
from mariadb import MariaDB

DRIVER = pathlib.Path("/usr/share/java/mariadb-java-client.jar")
GRID = pathlib.Path(__file__).with_name("Grid.java")


@pytest.fixture(scope="module")
def listening():
    """A server of its own, on a port of the loopback: the driver knows no unix sockets."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="np-sql-")
    os.chmod(folder, 0o755)
    server = MariaDB(folder + "/db", ["--skip-networking=0", "--bind-address=127.0.0.1", f"--port={port}", "--skip-name-resolve",
                                      "--innodb-lock-wait-timeout=3"])
    try:
        server.start()
        server.install("portal")
        for role in ("editor", "chief"):
            server.sql(f"CREATE USER {role}@127.0.0.1 IDENTIFIED BY ''")
            server.sql(f"GRANT newsportal_{role} TO {role}@127.0.0.1")
            server.sql(f"SET DEFAULT ROLE newsportal_{role} {'FOR' if server.is_mariadb else 'TO'} {role}@127.0.0.1")
        yield server, port
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(not DRIVER.exists() or not shutil.which("java"), reason="libmariadb-java and default-jre-headless are needed")
@pytest.mark.parametrize("prepares", ["false", "true"])
def test_a_grid_saves(listening, prepares):
    """Statements prepared by the driver, as it does by default, and by the server."""
    server, port = listening
    portal = Portal(server)
    portal.empty()
    portal.insert("channel", name="新闻", code="news")
    one, other = portal.article(summary="摘", tags="甲"), portal.article()
    address = f"jdbc:mariadb://127.0.0.1:{port}/portal?useServerPrepStmts={prepares}"
    done = subprocess.run(["java", "-cp", DRIVER, GRID, address, str(one), str(other)], capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == ["saved"] * 2 + ["refused"] * 2 + ["saved"] * 3 + ["seen", "refused"]
    assert all(line[1] == "1" for line in lines if line[0] == "saved")
    sentences = ["标题（名称）不能为空，也不能换行，请填写一行。 / Title or name: write one line, not empty.",
                 "没有这个栏目，请填栏目代码，如 news。 / No such channel: give its code, such as news.",
                 "下线时间须晚于发布时间，请改正。 / expires_at must be later than published_at: correct one of them."]
    refusals = [line for line in lines if line[0] == "refused"]
    for line, sentence in zip(refusals, sentences):
        assert line[1:3] == ["1644", "45000"] and line[3].endswith(sentence), line
    # What others see of a commit that is still open.
    assert lines[-2] == ["seen", "正文"]
    # Columns that were not sent are as they were; each save is a version of its own.
    assert portal.run("SELECT title, body, summary, tags, CAST(published_at AS CHAR), row_version, updated_by FROM article WHERE id = %s", (one,)) == \
        [("江上的桥 😀", "没有提交", "摘", "甲", "2021-11-19 07:08:09", 4, "editor")]
    assert portal.run("SELECT body, updated_by FROM article WHERE id = %s", (other,)) == [("别人的", "chief")]
    assert portal.run("SELECT COUNT(*) FROM listing WHERE list = 'site'") == [(3,)]
    portal.connection.close()
