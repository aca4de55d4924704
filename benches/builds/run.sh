#!/usr/bin/env bash
# Shows what a clean release build of each library costs, itself and with all dependencies, in CPU seconds, and what its dearest
# dependencies take of that. Budgets: ARCHITECTURE's 15 and 45. Not part of CI: the seconds are those of the machine.
#
#     benches/builds/run.sh [CRATE...]
set -euo pipefail

# As a wrapper of rustc: notes the seconds of one crate.
if [ -n "${HIM_BUILD_TIMES:-}" ]; then
    TIMEFORMAT='%U %S'
    name=""
    previous=""
    for argument in "$@"; do
        if [ "$previous" = --crate-name ]; then name=$argument; fi
        previous=$argument
    done
    exec 3>&2
    { time "$@" 2>&3; } 2>"$HIM_BUILD_TIMES/$name.$$"
    exit
fi

cd "$(dirname "$0")/../.."
crates=("$@")
if [ $# -eq 0 ]; then
    crates=(him-codes him-drg him-risk him-record him-exchange him-deid him-retention)
fi
export CARGO_INCREMENTAL=0
TIMEFORMAT='%U %S'
printf '%-16s %8s %9s   %s\n' crate itself with-all "dearest of the rest"
for crate in "${crates[@]}"; do
    scratch=$(mktemp -d)
    mkdir "$scratch/times"
    { time RUSTC_WRAPPER="$PWD/benches/builds/run.sh" HIM_BUILD_TIMES="$scratch/times" CARGO_TARGET_DIR="$scratch/target" \
        cargo build --quiet --release -p "$crate"; } 2>"$scratch/all"
    for file in "$scratch"/times/*; do
        name=$(basename "$file")
        echo "${name%%.*} $(cat "$file")"
    done | awk -v crate="${crate//-/_}" -v label="$crate" -v all="$(tail -n 1 "$scratch/all")" '
        { time[$1] += $2 + $3 }
        END {
            split(all, sum, " ")
            printf "%-16s %8.1f %9.1f  ", label, time[crate], sum[1] + sum[2]
            delete time[crate]
            for (rank = 0; rank < 6; rank++) {
                best = ""
                for (name in time) if (best == "" || time[name] > time[best]) best = name
                if (best == "") break
                printf " %s %.1f", best, time[best]
                delete time[best]
            }
            print ""
        }'
    rm -rf "$scratch"
done
