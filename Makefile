# make demo    install the package and code the sample reports
# make test    install the test tools and run all checks and tests
# make test-browser  test the desk in a real browser; needs Chromium (on Debian: apt-get install chromium)
# make score   score the pipeline on the conflict gold:  make score CORPUS=/path/to/corpora
# make train   train the reader anew:                    make train CORPUS=/path/to/corpora OUT=/path/to/checkpoints

PYTHON ?= python3
VENV := .venv
CORPUS ?= $(REPORTEDLY_CORPUS)
OUT ?= $(HOME)/.cache/reportedly/training
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test test-browser score train clean need-corpus
.DELETE_ON_ERROR:

$(VENV)/.package: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/.test: $(VENV)/.package
	$(PIP) --editable '.[test]'
	touch $@

$(VENV)/.train: $(VENV)/.test
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[train]'
	touch $@

demo: $(VENV)/.package
	@rm -f build/demo.db build/demo.db-wal build/demo.db-shm; mkdir -p build
	$(VENV)/bin/reportedly code examples/kharkiv-2022/reports.jsonl --to build/demo.db
	$(VENV)/bin/reportedly show build/demo.db events
	$(VENV)/bin/reportedly show build/demo.db sources

test: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/python -m pytest

$(VENV)/.browser: $(VENV)/.test
	$(PIP) --editable '.[browser]'
	touch $@

test-browser: $(VENV)/.browser
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { echo "expected Chromium, got none: on Debian, apt-get install chromium"; exit 2; }
	$(VENV)/bin/python -m pytest tests/desk/browser

need-corpus:
	@test -d "$(CORPUS)" || { echo "name the corpora's folder: make $(MAKECMDGOALS) CORPUS=/path/to/corpora"; exit 2; }

score: need-corpus $(VENV)/.test
	$(VENV)/bin/python -m benchmarks.gold "$(CORPUS)"

train: need-corpus $(VENV)/.train
	$(VENV)/bin/python -m training.train "$(CORPUS)" "$(OUT)" --stage base
	$(VENV)/bin/python -m training.train "$(CORPUS)" "$(OUT)" --stage joint
	$(VENV)/bin/python -m training.train "$(CORPUS)" "$(OUT)" --stage gold --name gold1.pt
	$(VENV)/bin/python -m training.train "$(CORPUS)" "$(OUT)" --stage gold --name gold2.pt --seed 2
	$(VENV)/bin/python -m training.average "$(OUT)" final.pt gold1.pt gold2.pt
	$(VENV)/bin/python -m training.export "$(OUT)" src/reportedly/reader/weights
	$(VENV)/bin/python -m training.export "$(OUT)" "$(OUT)/fp32" --float
	$(VENV)/bin/python -m training.calibrate "$(CORPUS)" src/reportedly/reader/weights
	for half in 0 1; do \
		$(VENV)/bin/python -m training.train "$(CORPUS)" "$(OUT)" --stage gold --start base.pt --epochs 4 --rate 1.5e-4 \
			--rehearse .5 --without $$half --name half$$half.pt && \
		$(VENV)/bin/python -m training.export "$(OUT)" "$(OUT)/half$$half" --checkpoint half$$half.pt && \
		$(VENV)/bin/python -m training.calibrate "$(CORPUS)" "$(OUT)/half$$half" || exit 1; done
	$(VENV)/bin/python -m training.sifting "$(CORPUS)" src/reportedly/reader/weights --least .38 \
		--unseen "$(OUT)/half0:0" --unseen "$(OUT)/half1:1"
	$(VENV)/bin/python -m training.spans "$(CORPUS)" src/reportedly/reader/weights
	$(VENV)/bin/python -m training.incidents.train "$(CORPUS)"
	cp src/reportedly/reader/weights/labels.json src/reportedly/reader/weights/spans.* \
		src/reportedly/reader/weights/sifting.npz src/reportedly/reader/weights/trigger_words.tsv \
		src/reportedly/reader/weights/embedding.npz "$(OUT)/fp32/"
	$(VENV)/bin/python -m benchmarks.overview "$(CORPUS)" --against "$(OUT)/fp32" --card src/reportedly/reader/weights/MODEL_CARD.md

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
