# The everyday commands. `make` or `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help build test test-unit quick format policy-check demo demo-down bench docs lab-deps clean
.NOTPARALLEL:

# JDK 25: the one JAVA_HOME names, otherwise one found in the usual places. tools/setup complains if there is none.
JAVA_HOME ?= $(shell . tools/jdk.sh; find_jdk && echo "$$JAVA_HOME")
export JAVA_HOME

MVN := ./mvnw -B -ntp

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

build: ## build the hub and the command line (./mesh), without tests and checks
	@tools/setup
	$(MVN) -q package -Dquick -DskipTests
	@tools/cli-cache

test: lab-deps ## format, static checks, unit, integration and lab tests; needs root for the lab
	$(MVN) verify
	@tools/cli-cache
	lab/test.sh

test-unit: ## the same without the lab, so without root
	@tools/setup
	$(MVN) verify -DskipITs

quick: ## unit tests only, no checks
	@tools/setup
	$(MVN) test -Dquick

format: ## format the Java sources
	@tools/setup
	$(MVN) -q spotless:apply

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

lab-deps: ## install what build, tests and lab need; needs root
	@tools/setup lab

clean: ## remove what was built
	rm -rf target
