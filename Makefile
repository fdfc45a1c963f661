# What one can ask of this house. The work itself is done by the scripts in .ci/, of which
# .ci/run is the one that continuous integration starts.

# The manifest turns warnings into errors for us. It is the same for every debug build, because
# SwiftPM compiles everything anew when it changes.
export HOUSE_CI := 1
# These build in release for whoever wants to try the house, maybe with a newer toolchain.
shell server bench bench-server: export HOUSE_CI := 0

export FUZZ_SECONDS ?= 60
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help toolchain build test shell server lint format bench fuzz docs differential sanitize record
.PHONY: bench-server storm-recipes peers39 peers-old clean

help: ## list what one can ask for
	@[ "$$(uname -s)" = Linux ] || echo "Linux only today: on this system only help and clean work."
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

toolchain:
	@.ci/toolchain

build: toolchain ## build everything, tests included; warnings are errors
	@.ci/build

test: toolchain ## run everything that proves the house: format, tests, real peers, a little fuzzing
	@.ci/need test
	@.ci/test

shell: toolchain ## open zkcli; ARGS='...' are its arguments
	@.ci/need shell
	@zkcli=$$(.ci/ship zkcli) && "$$zkcli" $(ARGS)

server: toolchain ## build zkserver and run it; ARGS='--in-memory' are its arguments
	@.ci/need shell
	@zkserver=$$(.ci/ship zkserver) && "$$zkserver" $(or $(ARGS),--help)

lint: toolchain ## check the format of the Swift files
	@.ci/format lint --strict

format: toolchain ## rewrite the Swift files in the house's format
	@.ci/format format --in-place

bench: toolchain ## measure; ARGS='codec' chooses what
	@zkbench=$$(.ci/ship zkbench) && "$$zkbench" $(ARGS)

bench-server: toolchain ## compare our server with Apache 3.9; ARGS='--quick' takes a minute
	@.ci/need peers39
	@.ci/bench-server $(ARGS)

fuzz: toolchain ## feed the decoder inputs chosen by coverage for FUZZ_SECONDS (60)
	@.ci/fuzz

docs: toolchain ## write the documentation of the public modules into .build/docs
	@.ci/docs

differential: toolchain ## hold our server's brain against real servers, for SEEDS histories (500)
	@.ci/need test
	@HOUSE_PEERS=1 ZK_SEEDS="$(or $(SEEDS),500)" .ci/swift-tests differential \
	  --filter '^CompatibilityTests\.DifferentialTests'

storm-recipes: toolchain ## contend with Curator and kazoo in a storm for SECONDS (600), by SEED (5)
	@.ci/need test
	@HOUSE_PEERS=1 ZK_STORM_SECONDS="$(or $(SECONDS),600)" ZK_SEED="$(or $(SEED),5)" \
	  .ci/swift-tests storm-recipes --filter '^CompatibilityTests\.RecipeStormTests'

sanitize: toolchain ## run the tests of every room under the address or thread sanitizer
	@.ci/sanitize

record: toolchain ## record anew what real clients and servers say to each other
	@.ci/need record
	@.ci/record

peers39: toolchain ## fetch Apache ZooKeeper 3.9, which Debian does not have, for the tests
	@.ci/need peers39
	@.ci/peers39

peers-old: toolchain ## hold the client against old servers, Apache 3.4.14 and 3.6.2
	@.ci/need test
	@.ci/need peers39
	@found=$$(.ci/peers-old) && eval "$$found" && HOUSE_PEERS=1 .ci/swift-tests peers-old \
	  --filter '^CompatibilityTests\.(OldServerTests|ApacheEnsembleTests)'

clean: ## remove everything that was built
	@rm -rf .build
