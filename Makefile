# Every target sets up what it needs first; what is there already is left as it is.
.PHONY: run test lint soak bench score lock messages screenshots clean

run:
	@scripts/setup run
	@exec .venv/bin/python -P -m balie.commands.main serve $(ARGS)

test:
	@scripts/test-servers
	@scripts/setup test
	@scripts/check
	@exec .venv/bin/pytest -n 2 $(ARGS)

lint:
	@scripts/setup test
	@scripts/check

soak:
	@scripts/test-servers
	@scripts/setup test
	@exec .venv/bin/pytest -m soak $(ARGS)

bench:
	@scripts/setup test
	@exec .venv/bin/python -m bench $(ARGS)

# CASES is a folder of sets; the programs that compare stand in CASES/../score unless SCORE says otherwise.
score:
	@test -n "$(CASES)" || { echo "make score CASES=DIR" >&2; exit 2; }
	@scripts/setup run
	@exec python3 $(or $(SCORE),$(CASES)/../score/score.py) --data $(CASES) --command ./balie $(ARGS)

lock:
	@scripts/setup run
	@scripts/lock

messages:
	@scripts/setup test
	@scripts/messages

screenshots:
	@scripts/test-servers
	@scripts/setup test
	@exec .venv/bin/python -m scripts.screenshots $(ARGS)

clean:
	rm -rf .venv frontend/node_modules frontend/dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
