#!/usr/bin/env bash
# Runs every test project and closes with one line "N passed, N failed, N skipped". Fails when a project fails, runs no test, or skips one.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0 broken=0
failures=$(mktemp)   # what failed, said once more at the end: the top of a long log is the first thing that gets cut
trap 'rm -f "$failures"' EXIT
for project in tests/*/; do
  name=$(basename "$project")
  echo "== $name"
  log=$(mktemp)
  dotnet exec "$project/bin/Release/net10.0/$name.dll" -noColor -noLogo "$@" 2>&1 | tee "$log" | grep -vE '^\s*(Discover|Starting|Finished)'
  status=${PIPESTATUS[0]}
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
  [ "$status" -eq 0 ] || { echo "== $name"; grep -A 25 -E '\[(FAIL|ERROR)\]' "$log" || tail -n 25 "$log"; } >>"$failures"
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
[ ! -s "$failures" ] || { echo "=== WHAT FAILED ==="; tail -n 200 "$failures"; }
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ]
