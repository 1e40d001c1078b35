"""New visitors go to the process that has fewer."""

import socket
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from app.platform.sharing import SharingWorker, forget


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def worker_with(connections: int, age: int) -> SharingWorker:
    worker = SharingWorker(age, 0, [], None, 30, Config(), None)
    worker.tpool = worker.get_thread_pool()
    worker.method_queue.init()
    worker.nr_conns = connections
    worker._tell()
    return worker


@pytest.fixture
def workers() -> Iterator[list[SharingWorker]]:
    two = [worker_with(5, age=1), worker_with(0, age=2)]
    yield two
    for worker in two:
        worker.tpool.shutdown()
        worker.method_queue.run_callbacks(None)
        worker.method_queue.close()
        worker.tmp.close()
        forget(worker)


def test_the_busy_process_gives_the_idle_one_time_to_be_first(
    workers: list[SharingWorker], listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, idle = workers
    monkeypatch.setattr("app.platform.sharing.time.sleep", lambda _seconds: idle.accept(listener))
    with socket.create_connection(listener.getsockname()):
        busy.accept(listener)
    assert (busy.nr_conns, idle.nr_conns) == (5, 1)


def test_nobody_is_kept_out_when_the_idle_process_does_not_wake(
    workers: list[SharingWorker], listener: socket.socket
) -> None:
    busy, idle = workers
    with socket.create_connection(listener.getsockname()):
        busy.accept(listener)
    assert (busy.nr_conns, idle.nr_conns) == (6, 0)


def test_a_process_that_ended_is_not_waited_for(
    workers: list[SharingWorker], listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, idle = workers
    forget(idle)
    monkeypatch.setattr("app.platform.sharing.time.sleep", lambda _seconds: pytest.fail("waited for nobody"))
    with socket.create_connection(listener.getsockname()):
        busy.accept(listener)
    assert busy.nr_conns == 6
