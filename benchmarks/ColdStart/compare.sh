#!/usr/bin/env bash
# How long a process takes from its start to its end that loads ResNet-18 and predicts one image: NetGen as NativeAOT, and ONNX Runtime's
# C API, in turns. Weights, model and image are the peer kit's; run benchmarks/Peers on ResNet-18 once, which makes NetGen's weights.
set -euo pipefail
cd "$(dirname "$0")"
cache=${PEERS_CACHE:-$HOME/.cache/netgen-peers} turns=${1:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

library=$(find "$cache/node_modules" -name 'libonnxruntime.so*' 2> /dev/null | head -1)
model=$cache/onnx/ResNet-18_b1
weights=$cache/netgen/ResNet-18.safetensors
for file in "$library" "$model.onnx" "$model.in" "$model.out" "$weights"
do
    [ -f "$file" ] || { echo "There is no '$file'; set the peer kit up, and run benchmarks/Peers -- inference --networks ResNet-18." >&2; exit 1; }
done

dotnet publish -c Release -o "$work/netgen" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
cc -std=gnu11 -O2 first.c -o "$work/first" -ldl -lm

# Microseconds that a command takes.
microseconds()
{
    local begin end
    begin=$(date +%s%N)
    "$@" > /dev/null
    end=$(date +%s%N)
    echo $(((end - begin) / 1000))
}

for threads in 1 2
do
    : > "$work/netgen.times"
    : > "$work/ort.times"
    for ((turn = 0; turn < turns; turn++))
    do
        microseconds "$work/netgen/ColdStart" "$threads" "$weights" "$model.in" "$model.out" >> "$work/netgen.times"
        microseconds "$work/first" "$library" "$model.onnx" "$model.in" "$model.out" "$threads" >> "$work/ort.times"
    done

    for who in netgen ort
    do
        sort -n "$work/$who.times" | awk -v who="$who" -v threads="$threads" '{ t[NR] = $1 / 1000 }
            END { printf "threads %d, %-6s median %.1f ms, from %.1f to %.1f\n", threads, who, t[int((NR + 1) / 2)], t[1], t[NR] }'
    done
done
