"""What processes use, read from /proc: processor time and memory of a server with all its workers."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """A process: processor time in seconds of itself, and of the children it has buried."""

    number: int
    parent: int
    name: str
    own: float
    buried: float


def all_processes() -> dict[int, Process]:
    """Every process of this machine by its number."""
    found = {}
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            try:
                name, _end, rest = (folder / "stat").read_text("utf-8").partition("(")[2].rpartition(")")
            except (FileNotFoundError, ProcessLookupError):
                continue
            figures = rest.split()
            own, buried = (int(figures[11]) + int(figures[12])), (int(figures[13]) + int(figures[14]))
            found[int(folder.name)] = Process(int(folder.name), int(figures[1]), name, own / _TICK, buried / _TICK)
    return found


def family_of(root: int, processes: dict[int, Process]) -> list[Process]:
    """A process and all that descends from it, the oldest first."""
    family = [processes[root]] if root in processes else []
    for member in family:
        family += [one for one in processes.values() if one.parent == member.number]
    return family


def cpu_of(roots: list[int]) -> float:
    """Seconds of processor time that these processes and their descendants have used, also those that ended."""
    processes = all_processes()
    return sum(member.own + member.buried for root in roots for member in family_of(root, processes))


def roots_named(name: str) -> list[int]:
    """The processes of this name whose parents are called otherwise, as the one that a database began with."""
    processes = all_processes()
    named = {number for number, process in processes.items() if process.name == name}
    return [number for number in named if processes[number].parent not in named]


def memory_of(root: int) -> list[float]:
    """Megabytes of each process of a family, pages that several share counted in parts (PSS); the root first."""
    sizes = []
    for member in family_of(root, all_processes()):
        lines = (_PROC / str(member.number) / "smaps_rollup").read_text("ascii").splitlines()
        sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
    return sizes


def machine_busy() -> float:
    """Seconds of processor time that the whole machine has used."""
    user, nice, system, _idle, _waiting, hard, soft, *_rest = map(
        int, (_PROC / "stat").read_text("ascii").splitlines()[0].split()[1:]
    )
    return (user + nice + system + hard + soft) / _TICK


def peak_memory(*, anew: bool = False) -> float:
    """The most megabytes this process has held, since its beginning or the last call with `anew`."""
    status = (_PROC / "self/status").read_text("ascii").splitlines()
    most = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))
    if anew:
        (_PROC / "self/clear_refs").write_text("5", "ascii")
    return most
