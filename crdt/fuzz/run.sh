#!/bin/sh
# Runs every fuzz target for a while and says what came of it: ./run.sh [seconds per target] [target ...]
# Needs cargo-fuzz (installed when missing). Findings stay in artifacts/, the corpus in corpus/; neither is committed.
# Look at a finding with FUZZ_TRACE=1 and the target's binary, then keep it as a test in ../tests/hostile.rs.
set -eu
cd "$(dirname "$0")"
seconds="${1:-60}"
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- update_walker state_vector_walker awareness_walker frames differential archives

# The sanitizers are flags of the unstable compiler; this lets the stable one take them.
export RUSTC_BOOTSTRAP=1
command -v cargo-fuzz >/dev/null || nice -n 10 cargo install --quiet cargo-fuzz
nice -n 10 cargo fuzz build

found=0
for target in "$@"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    log="artifacts/$target.log"
    printf '== %s for %s s\n' "$target" "$seconds"
    # A finding ends the run of its target; the others still run.
    nice -n 10 "target/$(rustc -vV | sed -n 's/^host: //p')/release/$target" \
        -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3072 -len_control=0 -max_len=8192 \
        -print_final_stats=1 -artifact_prefix="artifacts/$target/" "corpus/$target" >"$log" 2>&1 || true
    grep -E '^share ' "$log" | tail -n 1 || true
    grep -E '^stat::number_of_executed_units' "$log" || true
    if grep -q 'Test unit written to' "$log"; then
        found=$((found + 1))
        grep -E 'panicked at|ERROR:|Test unit written to' "$log"
    fi
done
echo "== targets with findings: $found"
[ "$found" -eq 0 ]
