"""Smooths a series. Without Batchyard: python3 smooth.py series.csv params.json"""
import csv
import json
import math
import sys

with open(sys.argv[1], newline="") as file:
    rows = [(float(row["time_s"]), float(row["value"])) for row in csv.DictReader(file)]
with open(sys.argv[2]) as file:
    params = json.load(file)

half = params["window"] // 2 + 1
smoothed, errors = [], []
for i, (time_s, value) in enumerate(rows):
    near = [j for j in range(i - half, i + half + 1) if 0 <= j < len(rows) and j != i]
    weights = [half + 1 - abs(i - j) if params["shape"] == "triangle" else 1 for j in near]
    mean = sum(w * rows[j][1] for w, j in zip(weights, near)) / sum(weights)
    smoothed.append((time_s, mean))
    errors.append((mean - value) ** 2)
    if i % 50 == 0:
        print(json.dumps({"progress": i / len(rows)}))

with open("smoothed.csv", "w", newline="") as file:
    csv.writer(file).writerows([("time_s", "value"), *smoothed])
print(json.dumps({"metric": {"prediction_error": math.sqrt(sum(errors) / len(errors))}}))
print(json.dumps({"artifact": "smoothed.csv", "title": "Smoothed series", "role": "result"}))
