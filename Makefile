# What one can ask for. Every command makes what it needs first, and does nothing twice.
# PORT=9000 make run    another port

.PHONY: help run dev test check bench simulate lock audit clean

help:
	@echo "make run     start the site on this computer, with demo people: http://127.0.0.1:8000"
	@echo "make dev     the same, and what you change in code and courses shows on reload"
	@echo "make test    style, types, contracts, courses and every test"
	@echo "make check   the quick part of it, without the tests"
	@echo "make bench   how fast the pages are, and what few people do with much: a quarter of an hour"
	@echo "make simulate  how near scores come to the truth in simulated worlds"
	@echo "make lock    choose the newest libraries that fit pyproject.toml"
	@echo "make audit   ask PyPI which of the locked libraries have known holes"
	@echo "make clean   remove what can be made again; the database in instance/ stays"

# What Python compiled for one start serves the next, even where it is told to keep nothing.
run:
	@.ci/environment requirements.lock
	@unset PYTHONDONTWRITEBYTECODE; GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.tcache_count=0 exec .venv/bin/python -OO -X no_debug_ranges -m app.serving --demo

dev:
	@.ci/environment requirements.lock
	@LEARNING_FORUM_DEVELOPMENT=1 .venv/bin/flask --app wsgi prepare
	@LEARNING_FORUM_DEVELOPMENT=1 .venv/bin/flask --app wsgi run --debug --port "$${PORT:-8000}"

test:
	@.ci/test

check:
	@.ci/environment tests/requirements.lock
	@.ci/check

bench:
	@.ci/environment tests/requirements.lock
	@.venv/bin/python tests/benchmarks/run.py
	@.venv/bin/python tests/benchmarks/permissions.py
	@.venv/bin/python tests/benchmarks/inviting.py
	@.venv/bin/python tests/benchmarks/digests.py
	@.venv/bin/python -m tests.benchmarks.directory
	@.venv/bin/python -m tests.benchmarks.searching --posts 100000

simulate:
	@.ci/environment tests/requirements.lock
	@.venv/bin/python -m tests.peerreview.worlds

lock:
	@.ci/lock

audit:
	@.ci/audit

clean:
	@rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist *.egg-info test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
