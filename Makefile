# The everyday commands. `make` or `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help build test test-forge test-chaos test-mesh test-unit quick format demo demo-down bench docs lab-deps clean \
  net-status ground-pull ground-plan ground-commit probe policy-check doc-check init-day1
.NOTPARALLEL:

# JDK 25: the one JAVA_HOME names, otherwise one found in the usual places. tools/setup complains if there is none.
JAVA_HOME ?= $(shell . tools/jdk.sh; find_jdk && echo "$$JAVA_HOME")
export JAVA_HOME

MVN := ./mvnw -B -ntp

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-13s %s\n", $$1, $$2 }'

build: ## build the hub and the command line (./mesh), without tests and checks
	@tools/setup
	$(MVN) -q package -Dquick -DskipTests
	@tools/cli-cache

test: lab-deps ## format, static checks, unit, integration and lab tests; needs root for the lab
	$(MVN) verify
	@tools/cli-cache
	lab/test.sh nodes

test-forge: lab-deps ## the lab's real forge, Pagure, and its client; takes minutes; needs root
	lab/test.sh forge
	$(MVN) verify -Dquick -Dtest=none -Dit.test='Pagure*IT'

test-chaos: lab-deps ## every lockout that the guard undoes, a thousand trials in trouble, a hub killed often; takes an hour; needs root
	$(MVN) verify -Dquick -Dtest=none -Dit.test='GuardIT,ChaosIT,KilledHubIT' -Dchaos=true $(ARGS)

test-mesh: build ## have the nodes of desired-state try what the network intent allows and denies
	./mesh test $(ARGS)

test-unit: ## the same without the lab, so without root
	@tools/setup
	$(MVN) verify -DskipITs

quick: ## unit tests only, no checks
	@tools/setup
	$(MVN) test -Dquick

format: ## format the Java sources
	@tools/setup
	$(MVN) -q spotless:apply

net-status: ## write docs/NETWORK_STATUS.md anew, as the hub sees the ways into nodes
	@./mesh net status --write docs/NETWORK_STATUS.md $(ARGS)

policy-check: build ## judge the example fleet by the rules in infra/policy, without any node
	./mesh policy check

demo: lab-deps build ## three real nodes, a hub and a git repository on this machine; needs root
	lab/demo.sh

demo-down: ## end the demo, leave nothing behind
	lab/demo.sh down

bench: lab-deps build ## benchmarks beside ansible, in the lab; needs root
	bench/run

docs: build ## write the reference pages and the JSON Schema anew
	./mesh docs docs

# For those who work in a repository, assistants above all; ARGS goes to the command. `make build` comes first.
ground-pull: ## print facts, module map, roadmap, the live fleet and its open drift
	@./mesh ground pull $(ARGS)

ground-plan: ## propose a session contract, ARGS="--agent NAME --include 'docs/**'"
	@./mesh ground plan $(ARGS)

ground-commit: ## check what is staged against the contract, facts and links
	@./mesh ground commit $(ARGS)

probe: ## write docs/_generated/snapshot.json anew
	@./mesh probe $(ARGS)

doc-check: ## check manifests, facts, links and contracts as they are on disk
	@./mesh ground check $(ARGS)

init-day1: ## the first day of a fleet: hub, laptop, WSL2 become nodes; asks, and may run again
	@infra/bootstrap/init-day1

lab-deps: ## install what build, tests and lab need; needs root
	@tools/setup lab

clean: ## remove what was built
	rm -rf target
