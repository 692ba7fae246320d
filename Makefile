# Everything a developer or a host runs. `make help` lists it.
# Needs only cargo, node 20+ and make; the rest is installed here.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build client server test test-long steps tools cargo-tools rust-check rust-test clients client-check api-types interop browser \
	dependencies sbom interop-long browser-long rust-long release-long bench bench-map fuzz soak screenshots map-figures docs clean

BIN := target/release/pairway
DATA ?= ./data
LISTEN ?= 127.0.0.1:8080
# One selection for every test: another one would unify features anew and rebuild everything.
BUILD_FOR_TESTS := cargo build --locked --workspace --all-targets
NPM_CI := npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
# What CI runs, in this order (.ci/run): what everybody waits for, and what must be real and slow.
TEST_STEPS := tools client rust-check rust-test clients browser
TEST_LONG_STEPS := cargo-tools dependencies sbom interop-long browser-long rust-long release-long

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: build ## Build everything and serve a demo workshop on http://localhost:8080
	@exec $(BIN) serve --listen $(LISTEN) --data $(DATA)

build: client server ## Build the web client and the release binary with the client inside

web-client/node_modules/.installed: web-client/package-lock.json
	@echo "Installing the web client's packages …"
	@cd web-client && $(NPM_CI)
	@touch $@

tests/interop/node_modules/.installed: tests/interop/package-lock.json
	@cd tests/interop && $(NPM_CI) --omit=optional
	@touch $@

tests/browser/node_modules/.installed: tests/browser/package-lock.json
	@cd tests/browser && $(NPM_CI)
	@touch $@

client: web-client/node_modules/.installed ## Build the web client into web-client/dist
	@echo "Building the web client …"
	@cd web-client && npm run --silent build

server: ## Build the release binary
	@echo "Building the server (a few minutes the first time) …"
	@cargo build --release --locked --bin pairway

test: $(TEST_STEPS) ## Run the tests: under 25 minutes from nothing, under 8 when built
	@echo "All tests passed."

test-long: $(TEST_LONG_STEPS) ## Run what must be real and slow: idle clients, many seeds and kills, dependencies
	@echo "All long tests passed."

steps:
	@echo $(TEST_STEPS) $(TEST_LONG_STEPS)

tools: ## Install what the tests need beyond cargo and node (Chromium)
	@.ci/tools

cargo-tools:
	@.ci/cargo-tools

rust-check: ## Formatting and lints of the Rust code, rules without tests, lengths of files, circles, NOTICE
	@node .ci/spec-ids.mjs
	@node .ci/file-lengths.mjs
	@node .ci/rust-circles.mjs
	@node .ci/npm-packages.mjs
	@node .ci/notice.mjs
	@node --test .ci/test/*.test.mjs
	@cargo fmt --all --check
	@cargo clippy --workspace --all-targets --locked -- -D warnings

rust-test: ## Rust tests and doc tests
	@cargo test --workspace --locked

web-client/api-types/node_modules/.installed: web-client/api-types/package-lock.json
	@cd web-client/api-types && $(NPM_CI)
	@touch $@

# docs/openapi.json is made from the code by `UPDATE_DOCS=1 cargo test -p pairway-server call_13`.
api-types: web-client/api-types/node_modules/.installed ## Make the client's types of the HTTP interface from docs/openapi.json
	@cd web-client/api-types && npm run --silent generate

client-check: web-client/node_modules/.installed web-client/api-types/node_modules/.installed ## Types, lints, unit tests and size budget of the web client
	@cd web-client/api-types && npm run --silent check
	@cd web-client && npm run --silent check && npm run --silent test

# Stock clients that are watched for most of a minute leave the machine to the other checks.
clients: ## The two checks below, at the same time
	@$(MAKE) --no-print-directory -j2 --output-sync=target client-check interop

interop: tests/interop/node_modules/.installed web-client/node_modules/.installed ## Stock Yjs clients, and our own without a page, against the real server
	@$(BUILD_FOR_TESTS)
	@cd web-client && npm run --silent test:server
	@cd tests/interop && npm test --silent

browser: tests/browser/node_modules/.installed client ## Two and three real browsers against the real server
	@$(BUILD_FOR_TESTS)
	@cd tests/browser && npm test --silent

dependencies: cargo-tools ## Licences, sources and bans of the Rust libraries; libraries that nothing uses
	@cargo fetch --quiet --locked
	@cargo deny --offline --locked --log-level error check licenses bans sources
	@cargo machete

sbom: ## Write what is inside the binary into target/sbom (CycloneDX)
	@node .ci/sbom.mjs

interop-long: tests/interop/node_modules/.installed web-client/node_modules/.installed ## Stock clients that do nothing for a minute and a half; many random hostile maps and random workshops, as many as SEEDS and WORKSHOPS say
	@$(BUILD_FOR_TESTS)
	@cd tests/interop && npm run --silent test:long
	@cd web-client && SEEDS=$${SEEDS:-300} npm run --silent test:server -- reading
	@cd web-client && SEEDS=$${WORKSHOPS:-12} npm run --silent test:server -- random-workshop

browser-long: tests/browser/node_modules/.installed tests/interop/node_modules/.installed client ## A day of 24 people; pages in the background and silent lines in real time; whole pathways built by keys and by taps
	@$(BUILD_FOR_TESTS)
	@cd tests/browser && npm run --silent test:long

rust-long: ## That the fuzz targets compile; random peers, calls, pairs, sessions and archives, and kills, many more of them than in rust-test; SEEDS, KILLS and ARCHIVES say how many
	@SEEDS=$${SEEDS:-20} KILLS=$${KILLS:-60} ARCHIVES=$${ARCHIVES:-20000} \
		cargo test --workspace --locked --test random_peers --test random_calls --test agreement --test kill_nine --test random_sessions --test random_archives
	@cargo check --quiet --locked --manifest-path crdt/fuzz/Cargo.toml

# The attacks find the server that hosts run: built with optimisation, with checked arithmetic.
release-long: client server ## The attacks, and a minute (SOAK_SECONDS) of all at once, against the release binary
	@$(BUILD_FOR_TESTS)
	@PAIRWAY_BIN=$(CURDIR)/$(BIN) SOAK_SECONDS=$${SOAK_SECONDS:-60} \
		cargo test --workspace --locked --test attacks --test attacks_memory --test hostile --test soak

screenshots: tests/browser/node_modules/.installed ## Make the pictures of the README and docs
	@$(BUILD_FOR_TESTS)
	@cd tests/browser && npm run --silent screenshots

map-figures: tests/browser/node_modules/.installed client ## Print what can be seen, read and followed on the map's screen
	@$(BUILD_FOR_TESTS)
	@cd tests/browser && npm run --silent map-figures

web-client/bench/node_modules/.installed: web-client/bench/package-lock.json
	@cd web-client/bench && $(NPM_CI)
	@touch $@

bench: bench-map ## Measure what the documentation claims about speed, as ratios of one run
	@cargo run --release --locked -p pairway-tests --bin bench

bench-map: tools web-client/node_modules/.installed web-client/bench/node_modules/.installed tests/browser/node_modules/.installed ## The map with 2,500 steps beside @xyflow/react
	@cd web-client/bench && npm run --silent bench

fuzz: ## Fuzz the gate; SECONDS_EACH sets the time per target
	@crdt/fuzz/run.sh $${SECONDS_EACH:-60}

soak: server ## Kill the server under load again and again, then attack it in every known way beside honest people; KILLS and SOAK_SECONDS say how much
	@PAIRWAY_BIN=$(CURDIR)/$(BIN) KILLS=$${KILLS:-100} SOAK_SECONDS=$${SOAK_SECONDS:-600} \
		cargo test --release --locked -p pairway-tests --test kill_nine --test soak -- --nocapture

docs: ## Render the generated parts of docs/
	@cargo doc --workspace --no-deps --locked

clean: ## Remove everything that was built
	@rm -rf target web-client/dist web-client/node_modules tests/*/node_modules
