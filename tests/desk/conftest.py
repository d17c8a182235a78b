from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the extra `desk`")

from starlette.testclient import TestClient

from reportedly.archive import Archive, add_all
from reportedly.desk.app import create_app
from tests.archive import samples
from tests.desk.hostile import hostile
from tests.incidents import samples as strikes

Ask = Callable[..., TestClient]


def reports() -> list:
    """The samples of the archive's tests, a report that attacks the page, and strikes told by several."""
    told = [
        strikes.strike("A", "2022-06-03", 9, "TASS"),
        strikes.strike("B", "2022-06-03", 12, "the mayor"),
        strikes.strike("A", "2022-08-20", 31, "TASS", day="2022-08-19", town=("Huliaipole", 47.66, 36.26, 709161)),
    ]
    return [*samples.several(), hostile(), *told]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.rpt"
    with Archive.open(path, create=True) as opened:
        add_all(opened, reports(), "1")
    return path


@pytest.fixture
def ask(archive: Path) -> Iterator[Ask]:
    """A browser without scripts at a desk on this machine; faults of the program are raised here."""
    opened: list[TestClient] = []

    def ask(token: str | None = None, review_token: str | None = None, **how: object) -> TestClient:
        client = TestClient(create_app(archive, token, review_token), base_url="http://127.0.0.1:8765", **how)
        opened.append(client)
        return client

    yield ask
    for client in opened:
        client.close()


@pytest.fixture
def client(ask: Ask) -> TestClient:
    return ask()
