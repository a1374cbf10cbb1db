#!/bin/sh
# Counts the lines of a file that hold a word: sh count.sh notes.txt peak
set -eu
lines=$(wc -l < "$1")
matching=$(grep -c -i -F -- "$2" "$1" || true)
grep -i -n -F -- "$2" "$1" > matches.txt || true
echo "matching lines: $matching"
awk -v a="$matching" -v b="$lines" 'BEGIN { printf "share: %.1f %%\n", (b > 0 ? 100 * a / b : 0) }'
