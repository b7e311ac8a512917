#!/usr/bin/env bash
# Measures: micro-benchmarks inside the process, then the built server from outside. Prints what docs/performance.md shows.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet exec bench/Taiji.Bench/bin/Release/net10.0/Taiji.Bench.dll --filter '*' --job short --inProcess --artifacts artifacts/bench
bench=bench/Taiji.Bench/bin/Release/net10.0/Taiji.Bench.dll
dotnet exec $bench figures "$@"
dotnet exec $bench encodings
dotnet exec $bench commits
