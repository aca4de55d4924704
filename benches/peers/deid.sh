#!/usr/bin/env bash
# Times de-identification beside philter-lite and the pattern recognizers of Presidio, in one run over the same notes
# (JSON lines with "text"). Needs Python with pip and a package index; without them it says so in one line and ends well.
set -euo pipefail
cd "$(dirname "$0")"

skip() { echo "skipped: peers: $1"; exit 0; }
notes=${1:-../../../shared/data/deid/aci_bench_notes_unlabelled.jsonl}
[ -f "$notes" ] || skip "no notes at $notes"
notes=$(realpath "$notes")
command -v python3 >/dev/null || skip "no Python"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv" >/dev/null 2>&1 || skip "Python has no venv"
pip=("$scratch/venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input)
for package in philter-lite presidio-analyzer; do
    timeout 300 "${pip[@]}" install --retries 1 "$package" >/dev/null 2>&1 ||
        echo "skipped: peers: $package cannot be installed"
done
"$scratch/venv/bin/python" -W ignore deid.py "$notes"

program=deidentify_notes
cargo build --quiet --release -p him-examples --example "$program"
folder=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')
for option in "" --no-model; do
    python3 - "$folder/release/examples/$program" "$notes" "$option" <<'PY'
import os, resource, subprocess, sys
program, notes, option = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
subprocess.run([program, *([option] if option else []), notes], stdout=subprocess.DEVNULL, check=True)
seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
print(f"him-deid {option or 'all layers'},{os.path.getsize(notes) / 1e6 / seconds:.2f} MB a CPU second, JSON and start included")
PY
done
