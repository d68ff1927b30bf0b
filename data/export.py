"""Writes digits.csv and diabetes.csv beside this file. Run once:  /usr/bin/python3 data/export.py

Source: scikit-learn 1.2.1 of Debian 12 (python3-sklearn 1.2.1+dfsg-1), which carries both tables. See README.md.
"""
import csv
from pathlib import Path

from sklearn.datasets import load_diabetes, load_digits

here = Path(__file__).parent


def write(name, header, rows):
    with open(here / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def number(value):
    """The shortest text that reads back as the same double; integers without a point."""
    return int(value) if value == int(value) else repr(float(value))


digits = load_digits()
pixels = digits.data.astype("uint8")
assert (pixels == digits.data).all() and pixels.max() == 16
names = [f"p{row}{column}" for row in range(8) for column in range(8)]
write("digits.csv", names + ["digit"], [[*map(int, x), int(y)] for x, y in zip(pixels, digits.target)])

diabetes = load_diabetes(scaled=False)
table = [[*map(number, x), number(y)] for x, y in zip(diabetes.data, diabetes.target)]
write("diabetes.csv", diabetes.feature_names + ["progression"], table)
