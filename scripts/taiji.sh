#!/bin/sh
# The launcher that `make build` copies to ./taiji: runs the Release build from wherever it is called.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
# A server's settings (a heap for each core, collected in the background, code optimized by profile) don't pay in a command's short life. Values that are set already win.
if [ "$1" = yang ] || [ "$1" = netconf-console ]; then
  export DOTNET_gcServer="${DOTNET_gcServer:-0}" DOTNET_gcConcurrent="${DOTNET_gcConcurrent:-0}" DOTNET_TieredPGO="${DOTNET_TieredPGO:-0}"
  # What a check allocates stays until its end: a large nursery (in bytes, hexadecimal) would only be more memory.
  [ "$2" = check ] && export DOTNET_GCGen0Size="${DOTNET_GCGen0Size:-200000}" DOTNET_GCGen0MaxBudget="${DOTNET_GCGen0MaxBudget:-200000}"
fi
# Bytes (hexadecimal) of new objects for each core before the collector looks at them. By itself it takes more room than thousands of idle clients, and is no faster for it.
[ "$1" = serve ] && export DOTNET_GCGen0MaxBudget="${DOTNET_GCGen0MaxBudget:-800000}"
exec dotnet "$here/src/Taiji/bin/Release/net10.0/taiji.dll" "$@"
