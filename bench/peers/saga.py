"""python3 bench/peers/saga.py [max_iter]: the path of the bench's `logistic-path` by scikit-learn's saga.

Too slow for a peer of the bench, which asks each several times: at saga's own 100 iterations it has not converged where C is large.
Prints the seconds, and for each C the objective and the most iterations of a class.
"""
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
digits = np.loadtxt(Path(__file__).parents[2] / "data/digits.csv", delimiter=",", skiprows=1)
X, y = digits[:, :64] / 16, digits[:, 64]
told = np.where(y[:, None] == np.arange(10)[None], 1, -1)
most = int(sys.argv[1]) if len(sys.argv) > 1 else 100
options = dict(penalty="l1", solver="saga", tol=1e-4, fit_intercept=False, multi_class="ovr", max_iter=most)
seconds, lines = 0.0, []
for c in np.geomspace(0.01, 100, 20):
    start = time.perf_counter()
    fit = LogisticRegression(C=c, **options).fit(X, y)
    seconds += time.perf_counter() - start
    w = fit.coef_
    objective = np.abs(w).sum() + c * np.logaddexp(0, -told * (X @ w.T)).sum()
    lines.append(f"C {c:9.4f}  objective {objective:12.4f}  iterations {fit.n_iter_.max()}")
print("\n".join(lines))
print(f"{seconds:.1f} s in all")
