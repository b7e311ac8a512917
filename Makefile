.DEFAULT_GOAL := help
.PHONY: help build run test bench clean

help:
	@echo "make run    build, install what is missing, and serve the example on loopback (Ctrl-C stops)"
	@echo "make build  build; leaves ./taiji"
	@echo "make test   run every test, with real clients; ends in 'N passed, N failed, N skipped'"
	@echo "make bench  measure, and print the figures of docs/performance.md"

build:
	dotnet build Taiji.slnx -c Release --nologo -v quiet
	@install -m 755 scripts/taiji.sh taiji

run: build
	@scripts/install-prerequisites.sh run
	./taiji serve --demo --module ietf-interfaces --module ietf-ip --module iana-if-type

test: build
	@scripts/install-prerequisites.sh run test
	scripts/test.sh

bench: build
	@scripts/install-prerequisites.sh run test bench
	scripts/bench.sh

clean:
	rm -rf taiji artifacts
	find . -type d \( -name bin -o -name obj \) -not -path './.git/*' -prune -exec rm -rf {} +
