#!/usr/bin/env bash
# Shows what three small programs link: one that only checks ICD-10-CM holds neither ICD-10-PCS nor titles. Fails otherwise,
# and when a table without titles, or a published crate, is larger than its budget. With the argument `dev` it takes the programs
# that the tests have built, which link the same tables.
set -euo pipefail
cd "$(dirname "$0")/../.."

profile=${1:-release}
out=${CARGO_TARGET_DIR:-target}/${profile/#dev/debug}/examples
cargo build --quiet --profile "$profile" -p him-benches --example check_cm --example check_cm_titles --example check_pcs
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The four letters with which a table starts also stand in the code that reads it; what follows them does not.
head_of() { head -c 12 "crates/him-codes-data/data/$1" | od -An -v -tx1 | tr -d ' \n'; }
holds() { od -An -v -tx1 "$1" | tr -d ' \n' | grep -q "$(head_of "$2")"; }
failed=0
expect() {
    program=$1
    shift
    strip -o "$scratch/$program" "$out/$program" 2>/dev/null || cp "$out/$program" "$scratch/$program"
    held=""
    for table in icd10cm icd10cm-titles icd10pcs icd10pcs-titles icd10pcs-tables hcpcs hcpcs-titles; do
        if holds "$scratch/$program" "$table.bin"; then held+=" $table"; fi
    done
    printf '%-16s %9d bytes stripped, holds%s\n' "$program" "$(wc -c <"$scratch/$program")" "$held"
    if [ "$held" != "$*" ]; then
        echo "  but should hold$*"
        failed=1
    fi
}
expect check_cm " icd10cm"
expect check_cm_titles " icd10cm icd10cm-titles"
expect check_pcs " icd10pcs"

for table in icd10cm icd10pcs; do
    size=$(wc -c <"crates/him-codes-data/data/$table.bin")
    printf '%-16s %9d bytes of at most 400000\n' "$table.bin" "$size"
    [ "$size" -le 400000 ] || failed=1
done

# Together, since the one is not published before the other.
crates=(him-codes-data him-codes-release him-codes)
if cargo package --quiet --allow-dirty --no-verify "${crates[@]/#/-p}" --target-dir "$scratch/package" 2>"$scratch/log"; then
    for crate in "${crates[@]}"; do
        size=$(cat "$scratch/package/package/$crate"-[0-9].*.crate | wc -c)
        printf '%-16s %9d bytes packed of at most 8388608\n' "$crate" "$size"
        [ "$size" -le 8388608 ] || failed=1
    done
else
    echo "skipped: the sizes of the packed crates: $(tail -n 1 "$scratch/log")"
fi
exit "$failed"
