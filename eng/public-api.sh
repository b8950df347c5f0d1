#!/usr/bin/env bash
# Writes what each library declares as its public API (PublicAPI.Unshipped.txt beside its project) anew, to be reviewed and committed.
set -euo pipefail
cd "$(dirname "$0")/.."

for api in src/*/PublicAPI.Unshipped.txt; do
    echo '#nullable enable' > "$api"
    dotnet format analyzers "$(dirname "$api")" --diagnostics RS0016 --verbosity quiet "$@"
done
