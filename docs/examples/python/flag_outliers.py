"""Flags frames far from the median of their subject. Without Batchyard: python3 flag_outliers.py measures.csv 3"""
import csv
import json
import statistics
import sys
from collections import defaultdict

limit = float(sys.argv[2])
subjects = defaultdict(list)
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        subjects[row["subject"]].append((int(row["frame"]), float(row["brightness"])))

flagged = 0
for subject, frames in subjects.items():
    median = statistics.median(value for _, value in frames)
    spread = statistics.median(abs(value - median) for _, value in frames) or 1.0
    outlying = sorted(frame for frame, value in frames if abs(value - median) > limit * spread)
    flagged += len(outlying)
    # An empty list says that the program looked and found nothing, which ends what it said before.
    runs = [{"first": frame, "last": frame} for frame in outlying]
    print(json.dumps({"annotate": {"subject": subject, "frames": runs, "kind": "flag", "value": "SATURATED",
                                   "severity": "warning", "note": f"Brightness more than {limit} MAD off."}}))
print(json.dumps({"metric": {"flagged_frames": flagged}}))
