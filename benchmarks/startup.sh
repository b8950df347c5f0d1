#!/usr/bin/env bash
# Publishes a codec and a server as native code and for the runtime; prints sizes, and the time from start to the first reply.
set -euo pipefail
cd "$(dirname "$0")"
runs=${1:-21}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

publish() { # variant
    dotnet publish ZProto.Startup -c Release -r linux-x64 -v quiet --nologo --artifacts-path "$out/build" -p:Variant="$1" -p:Native=true -o "$out/$1/native" > /dev/null
    dotnet publish ZProto.Startup -c Release -r linux-x64 -v quiet --nologo --artifacts-path "$out/build" -p:Variant="$1" --self-contained false -o "$out/$1/runtime" > /dev/null
}

median() { # command...
    for _ in $(seq "$runs"); do
        local start=${EPOCHREALTIME/./}
        "$@" > "$out/reply"
        echo $((${EPOCHREALTIME/./} - start))
    done | sort -n | awk '{ time[NR] = $1 } END { printf "%.1f ms", time[int((NR + 1) / 2)] / 1000 }'
}

row() { # variant arguments...
    publish "$1"
    local native=$out/$1/native/ZProto.Startup runtime=$out/$1/runtime/ZProto.Startup
    echo "| $1 | $(stat -c %s "$native" | awk '{ printf "%.1f MB", $1 / 1e6 }') | $(median "$native" "${@:2}") | $(median "$runtime" "${@:2}") |"
}

echo "| | size, native | start to first reply, native | on the runtime |"
echo "| --- | --- | --- | --- |"
row Codec
row InProcess inproc://hello
row Sockets 'tcp://127.0.0.1:*'
row NetMQ 'tcp://127.0.0.1:*'
echo "| /bin/true | | $(median /bin/true) | |"
