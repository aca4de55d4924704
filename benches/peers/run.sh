#!/usr/bin/env bash
# Times ICD-10-CM look-ups beside simple_icd_10_cm and icd-mappings, all in one run, on the same shuffled codes.
# Needs Python with pip and a package index; without them it says so in one line and ends well.
set -euo pipefail
cd "$(dirname "$0")"

skip() { echo "skipped: peers: $1"; exit 0; }
command -v python3 >/dev/null || skip "no Python"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv" >/dev/null 2>&1 || skip "Python has no venv"
pip=("$scratch/venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input)
timeout 180 "${pip[@]}" install --retries 1 simple-icd-10-cm icd-mappings >/dev/null 2>&1 ||
    skip "the packages cannot be installed"

# Their first start compiles and reads more than the others.
"$scratch/venv/bin/python" -W ignore -c 'import simple_icd_10_cm, icdmappings' >/dev/null 2>&1 ||
    skip "the packages do not load"

ours() { cargo run --quiet --release -p him-benches --example peers_ours -- "$@"; }
ours codes >"$scratch/codes.txt"
{
    ours "$scratch/codes.txt"
    "$scratch/venv/bin/python" -W ignore peers.py "$scratch/codes.txt"
} >"$scratch/figures.csv"

printf '%-26s %-10s %12s %14s\n' library operation 'ns a code' 'start-up, ms'
while IFS=, read -r library operation nanoseconds start; do
    printf '%-26s %-10s %12s %14s\n' "$library" "$operation" "$nanoseconds" "$start"
done <"$scratch/figures.csv"
