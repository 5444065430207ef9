# What is needed besides Swift 6.3 on Debian 12. Targets and their last lines are promises.
PACKAGES := libxml2-dev libyaml-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev sqlite3 hledger libxml2-utils python3-jsonschema python3-yaml pkg-config time openssh-server openssh-client
# What journals are tried in by `make peers`.
SCRIPTS ?= ../shared/peers
PEERS := ledger beancount gnucash python3-gnucash locales
LINES ?= 100000
SEEDS ?= 20
SOURCES := Sources Tests Benchmarks Package.swift

.PHONY: setup build demo test peers bench simulate crash format lint clean

setup: ## installs the Debian packages that are missing, and nothing if none is
	@command -v swift >/dev/null || { echo 'Swift 6.3 is missing: https://www.swift.org/install/linux' >&2; exit 1; }
	@if ! command -v dpkg-query >/dev/null; then \
	  echo 'not a Debian: install the equivalents of $(PACKAGES)' >&2; \
	else \
	  missing=; \
	  for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    echo "installing:$$missing"; \
	    root=; [ "$$(id -u)" -eq 0 ] || root=sudo; \
	    $$root apt-get update -qq && \
	    $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	  fi; \
	fi

build: ## the release build
	swift build -c release

demo: setup build ## a month of a home care organisation, from files to books
	./samples/demo.sh

test: setup ## all tests, the lint, the release build and a short benchmark
	swift build --build-tests --traits CrashPoints
	swift test --skip-build --traits CrashPoints --skip DaemonTests
	swift test --skip-build --traits CrashPoints --filter DaemonTests # these measure time, so nothing runs beside them
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory build
	@[ ! -x Benchmarks/bench.sh ] || $(MAKE) --no-print-directory bench LINES=20000

peers: setup ## what we deliver, in the programs it is for: hledger, ledger, beancount, GnuCash, Tryton
	@root=; [ "$$(id -u)" -eq 0 ] || root=sudo; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PEERS)
	swift build --build-tests --traits CrashPoints
	swift test --skip-build --traits CrashPoints --filter PayloadTests
	@if [ -x $(SCRIPTS)/tryton.sh ]; then ./Tests/PeerTests/peers.sh $(SCRIPTS); \
	else echo 'no Tryton: SCRIPTS=<folder> names where tryton.sh lies'; fi

bench: build ## the whole path on generated data; one JSON line at the end
	./Benchmarks/bench.sh $(LINES)

simulate: SEEDS := 100
simulate: build ## payers and banks played over months, held against what is true; one JSON line at the end
	@$$(swift build -c release --show-bin-path)/remitd-simulate $(SEEDS)

crash: setup ## kills the real program at every durable step, in many ways; one JSON line at the end
	swift build --build-tests --traits CrashPoints
	@rm -f .build/crash.json
	REMITD_CRASH_SEEDS=$(SEEDS) REMITD_CRASH_REPORT=.build/crash.json \
	  swift test --skip-build --traits CrashPoints --filter CrashTests.CrashTests
	@cat .build/crash.json

format: ## rewrites the sources in the one style
	swift format -i -p -r $(SOURCES)

lint: ## says nothing if the sources are in the one style
	swift format lint --strict -p -r $(SOURCES)

clean: ## removes what was built
	rm -rf .build .build-* demo
