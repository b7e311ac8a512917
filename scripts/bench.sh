#!/usr/bin/env bash
# Measures: micro-benchmarks inside the process, then the built server from outside. Prints what docs/performance.md shows.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet exec bench/Taiji.Bench/bin/Release/net10.0/Taiji.Bench.dll --filter '*' --artifacts artifacts/bench
dotnet exec bench/Taiji.Bench/bin/Release/net10.0/Taiji.Bench.dll figures "$@"
