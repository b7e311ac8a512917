#!/usr/bin/env bash
# Runs every test project and closes with one line "N passed, N failed, N skipped". Fails when a project fails, runs no test, or skips one.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0 broken=0
for project in tests/*/; do
  name=$(basename "$project")
  echo "== $name"
  log=$(mktemp)
  dotnet exec "$project/bin/Release/net10.0/$name.dll" -noColor -noLogo "$@" 2>&1 | tee "$log" | grep -vE '^\s*(Discover|Starting|Finished)'
  status=${PIPESTATUS[0]}
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
  rm -f "$log"
  count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  if [ -z "$summary" ] || [ "$(count Total)" -eq 0 ]; then
    echo "$name ran no test (exit status $status)"; broken=$((broken + 1)); continue
  fi
  bad=$(($(count Failed) + $(count Errors)))
  passed=$((passed + $(count Total) - $(count Failed) - $(count Skipped)))
  failed=$((failed + bad)) skipped=$((skipped + $(count Skipped)))
  [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || { echo "$name ended with status $status"; broken=$((broken + 1)); }
done
failed=$((failed + broken))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ]
