#!/usr/bin/env bash
# Measures: micro-benchmarks inside the process, then the built server from outside. Prints what docs/performance.md shows.
set -euo pipefail
cd "$(dirname "$0")/.."
bench=bench/Taiji.Bench/bin/Release/net10.0/Taiji.Bench.dll
dotnet exec $bench --filter '*' --job short --inProcess --artifacts artifacts/bench
dotnet exec $bench figures "$@"
dotnet exec $bench encodings "$@"
dotnet exec $bench writers
dotnet exec $bench access 1000000
# With the collector that the server has.
DOTNET_gcServer=1 dotnet exec $bench restconf 1000000
dotnet exec $bench netconf 1000000
dotnet exec $bench subscribers
dotnet exec $bench jsonrpc 1000000
dotnet exec $bench collector 1000000
dotnet exec $bench clients
dotnet exec $bench compile
