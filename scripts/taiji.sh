#!/bin/sh
# The launcher that `make build` copies to ./taiji: runs the Release build from wherever it is called.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec dotnet "$here/src/Taiji/bin/Release/net10.0/taiji.dll" "$@"
