"""All simulations in full, each beside the figures of the design: `make simulate`."""

from collections.abc import Callable

from tests.peerreview.worlds.allocation_world import allocation_table
from tests.peerreview.worlds.on_a_database import database_table, turmoil_table
from tests.peerreview.worlds.scoring_world import scoring_table

TABLES: tuple[Callable[[], str], ...] = (scoring_table, allocation_table, database_table, turmoil_table)


def main() -> None:
    """Print one table after another."""
    for number, table in enumerate(TABLES):
        print("\n" * bool(number) + table(), flush=True)


if __name__ == "__main__":
    main()
