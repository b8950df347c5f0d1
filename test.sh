#!/usr/bin/env bash
# Builds everything, runs every test, and ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

dotnet build ZProto.sln --configuration Release --nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
dotnet test ZProto.sln --configuration Release --no-build --nologo 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# Each test project ends with a line such as "Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12, ...".
total() { sed -nE "s/.* - Failed: .*$1: +([0-9]+).*/\1/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(total Passed)
failed=$(sed -nE 's/.* - Failed: +([0-9]+).*/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
skipped=$(total Skipped)

# A project that died before it could count its tests must not look like one without failures.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$passed" -eq 0 ]; then status=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
