"""Runs tasks of the bench with NumPy, SciPy or scikit-learn and times them: a line of JSON in, then bytes; the same out."""
import json
import sys
import time

import numpy as np

KINDS = {"float32": np.float32, "float64": np.float64, "uint32": np.uint32, "uint8": np.uint8}
READY = {}


def csr(a, rows, cols, which=""):
    from scipy import sparse

    parts = (a["values" + which], a["indices" + which].astype(np.int32), a["indptr" + which].astype(np.int32))
    return sparse.csr_matrix(parts, shape=(rows, cols))


def bsr(a, rows, cols, block):
    from scipy import sparse

    parts = (a["values"].reshape(-1, block, block), a["indices"].astype(np.int32), a["indptr"].astype(np.int32))
    return sparse.bsr_matrix(parts, shape=(rows, cols))


def numpy_call(task):
    """A call without arguments, or None where NumPy is not what one would use."""
    op, a, s = task["op"], task["arrays"], task["sizes"]
    real = np.float32 if task["type"] == "f32" else np.float64
    if op == "gemm":
        left, right = a["a"].reshape(s["m"], s["k"]), a["b"].reshape(s["k"], s["n"])
        out = np.empty((s["m"], s["n"]), real)
        return lambda: np.dot(left, right, out=out)
    if op == "gemv":
        left, out = a["a"].reshape(s["m"], s["n"]), np.empty(s["m"], real)
        return lambda: np.dot(left, a["x"], out=out)
    if op == "orthonormalize":
        matrix = a["a"].reshape(s["m"], s["n"])
        return lambda: np.linalg.qr(matrix)[0]
    if op == "qr":
        matrix = a["a"].reshape(s["n"], s["n"])
        return lambda: np.linalg.qr(matrix)[0]
    if op == "cholesky":
        matrix = a["a"].reshape(s["n"], s["n"])
        return lambda: np.linalg.cholesky(matrix)
    if op == "lu":
        matrix = a["a"].reshape(s["n"], s["n"])
        return lambda: np.linalg.solve(matrix, a["b"])
    if op == "eigh":
        matrix = a["a"].reshape(s["n"], s["n"])
        return lambda: np.linalg.eigh(matrix)[0]
    if op == "svd":
        matrix = a["a"].reshape(s["m"], s["n"])
        return lambda: np.linalg.svd(matrix, full_matrices=False)[1]
    if op == "rsvd":
        return rsvd(a["a"].reshape(s["m"], s["n"]), s["k"] + 10, s["k"], real)
    if op == "soft-threshold":
        x, tau = a["x"], real(task["numbers"]["tau"])
        out = np.empty_like(x)

        def shrink():
            np.clip(x, -tau, tau, out=out)
            return np.subtract(x, out, out=out)

        return shrink
    if op == "sddmm":
        left, right = a["a"].reshape(s["m"], s["k"]), a["b"].reshape(s["n"], s["k"])
        rows = np.repeat(np.arange(s["m"]), np.diff(a["indptr"].astype(np.int64)))
        cols = a["indices"].astype(np.int64)
        return lambda: (left @ right.T)[rows, cols]
    if op == "fista":
        return fista(task, real)
    if op in ("pairwise", "gram"):
        return pairs(task, real)
    if op == "top-inner":
        return top_inner(task, real)
    if op == "group-lasso":
        return group_lasso(task, real)
    return None


def top_inner(task, real):
    a, s, top = task["arrays"], task["sizes"], int(task["numbers"]["top"])
    x, q = a["x"].reshape(s["m"], s["k"]), a["q"].reshape(s["n"], s["k"])
    scores = np.empty((s["n"], s["m"]), real)

    def best():
        np.dot(q, x.T, out=scores)
        places = np.argpartition(scores, s["m"] - top, axis=1)[:, -top:]
        return -np.sort(-np.take_along_axis(scores, places, 1), axis=1)

    return best


def pairs(task, real):
    a, s = task["arrays"], task["sizes"]
    x, y = a["x"].reshape(s["m"], s["k"]), a["y"].reshape(s["n"], s["k"])
    out = np.empty((s["m"], s["n"]), real)

    def values():
        np.dot(real(-2) * x, y.T, out=out)
        np.add(out, np.einsum("ij,ij->i", x, x)[:, None], out=out)
        np.add(out, np.einsum("ij,ij->i", y, y), out=out)
        np.maximum(out, 0, out=out)
        if task["op"] == "gram":
            np.multiply(out, real(-task["numbers"]["gamma"]), out=out)
            np.exp(out, out=out)
        return out

    return values


def rsvd(matrix, sketch, rank, real):
    random = np.random.default_rng(1)

    def leading():
        q = np.linalg.qr(matrix @ random.standard_normal((matrix.shape[1], sketch)).astype(real))[0]
        for _ in range(2):
            q = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ q)[0])[0]
        u, s, vt = np.linalg.svd(q.T @ matrix, full_matrices=False)
        return (q @ u[:, :rank], s[:rank], vt[:rank])[1]

    return leading


def fista(task, real):
    a, s, numbers = task["arrays"], task["sizes"], task.get("numbers")
    matrix, b = a["a"].reshape(s["m"], s["n"]), a["b"]
    across = np.ascontiguousarray(matrix.T)
    step, tau = real(numbers["step"]), real(numbers["tau"])

    def iterate():
        w = np.zeros(s["n"], real)
        z, t = w, 1.0
        for _ in range(s["k"]):
            u = z - (across @ (matrix @ z - b)) * step
            moved = u - np.clip(u, -tau, tau)
            after = (1 + (1 + 4 * t * t) ** 0.5) / 2
            z = moved + real((t - 1) / after) * (moved - w)
            w, t = moved, after
        return w

    return iterate


def group_lasso(task, real):
    """FISTA with restarts, the length of its steps given; the gap is looked at every tenth step."""
    a, s, numbers = task["arrays"], task["sizes"], task.get("numbers")
    matrix, b = a["a"].reshape(s["m"], s["n"]), a["b"]
    across = np.ascontiguousarray(matrix.T)
    weight = numbers["alpha"] * s["m"] * s["block"] ** 0.5
    step = real(1 / (1.02 * np.linalg.norm(matrix.astype(np.float64), 2) ** 2))

    def norms(x):
        return np.sqrt((x.reshape(-1, s["block"]) ** 2).sum(1))

    def iterate():
        w = np.zeros(s["n"], real)
        z, t = w, 1.0
        for k in range(100_000):
            if k % 10 == 0:
                left = b - matrix @ w
                factor = min(1, weight / norms(across @ left).max())
                misfit = left @ left
                gap = misfit / 2 + weight * norms(w).sum() - factor * (left @ b) + factor**2 * misfit / 2
                if gap <= numbers["tolerance"] * (b @ b):
                    break
            u = z - (across @ (matrix @ z - b)) * step
            keep = np.maximum(1 - step * real(weight) / np.maximum(norms(u), 1e-30), 0).astype(real)
            moved = (u.reshape(-1, s["block"]) * keep[:, None]).ravel()
            if (z - moved) @ (moved - w) > 0:
                t = 1.0
            after = (1 + (1 + 4 * t * t) ** 0.5) / 2
            z = moved + real((t - 1) / after) * (moved - w)
            w, t = moved, after
        return w

    return iterate


def scipy_call(task):
    """As numpy_call, for SciPy."""
    op, a, s = task["op"], task["arrays"], task["sizes"]
    if op == "spgemm":
        left, right = csr(a, s["m"], s["k"]), csr(a, s["k"], s["n"], "B")
        return lambda: left @ right
    if op == "qr":
        from scipy.linalg import lapack

        matrix, single = a["a"].reshape(s["n"], s["n"]), task["type"] == "f32"
        factor, form = (lapack.sgeqrf, lapack.sorgqr) if single else (lapack.dgeqrf, lapack.dorgqr)

        def factored():
            reflectors, taus, _, _ = factor(matrix, lwork=64 * s["n"])
            return form(reflectors, taus, lwork=64 * s["n"], overwrite_a=1)[0]

        return factored
    if op == "ldl":
        from scipy.linalg import lapack

        matrix = a["a"].reshape(s["n"], s["n"])
        sysv = lapack.ssysv if task["type"] == "f32" else lapack.dsysv
        return lambda: sysv(matrix, a["b"], lower=1, lwork=64 * s["n"])[2]
    if op == "sparse-cholesky":
        from scipy.sparse.linalg import splu

        matrix, b = csr(a, s["n"], s["n"]).tocsc(), a["b"]
        symmetric = dict(permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=dict(SymmetricMode=True))
        return lambda: splu(matrix, **symmetric).solve(b)
    if op == "cg":
        from scipy.sparse.linalg import cg

        matrix, b = csr(a, s["n"], s["n"]), a["b"]
        tolerance = {"rtol": 0.0} if "rtol" in cg.__code__.co_varnames else {"tol": 0.0}
        return lambda: cg(matrix, b, maxiter=s["k"], atol=0.0, **tolerance)[0]
    if op == "lsqr":
        from scipy.sparse.linalg import lsqr

        matrix, b = csr(a, s["m"], s["n"]), a["b"]
        return lambda: lsqr(matrix, b, atol=0.0, btol=0.0, conlim=0.0, iter_lim=s["k"])[0]
    if op == "fft":
        from scipy import fft

        numbers = a["x"].view(np.complex64 if task["type"] == "f32" else np.complex128)
        return lambda: fft.fft(numbers)
    if op in ("pairwise", "gram"):
        from scipy.spatial.distance import cdist

        x, y = a["x"].reshape(s["m"], s["k"]), a["y"].reshape(s["n"], s["k"])
        if op == "pairwise":
            return lambda: cdist(x, y, "sqeuclidean")
        gamma = task["numbers"]["gamma"]
        return lambda: np.exp(-gamma * cdist(x, y, "sqeuclidean"))
    if op in ("csr-mv", "csr-mm", "fanin-mv", "fanin-mm", "nm-mm"):
        matrix = csr(a, s["m"], s["n"])
    elif op == "bsr-mm":
        matrix = bsr(a, s["m"], s["n"], s["block"])
    else:
        return None
    columns = s.get("columns", 1)
    x = a["x"] if columns == 1 else a["x"].reshape(s["n"], columns)
    return lambda: matrix @ x


def sklearn_call(task):
    """As numpy_call, for scikit-learn, which wants columns side by side."""
    op, a, s, numbers = task["op"], task["arrays"], task["sizes"], task.get("numbers")
    if op == "lasso":
        from sklearn.linear_model import Lasso

        matrix = np.asfortranarray(a["a"].reshape(s["m"], s["n"]))
        model = Lasso(alpha=numbers["alpha"], fit_intercept=False, tol=numbers["tolerance"], max_iter=100_000)
        return lambda: model.fit(matrix, a["b"]).coef_
    if op == "lasso-path":
        from sklearn.linear_model import lasso_path

        matrix = np.asfortranarray(a["a"].reshape(s["m"], s["n"]))
        grid = dict(eps=numbers["eps"], n_alphas=s["k"], tol=numbers["tolerance"], max_iter=100_000)
        return lambda: lasso_path(matrix, a["b"], **grid)[:2]
    if op == "logistic-path":
        return logistic_path(task)
    if op == "k-means":
        from sklearn.cluster import KMeans

        x = a["x"].reshape(s["m"], s["n"])
        options = dict(n_clusters=s["k"], init=x[: s["k"]], n_init=1, max_iter=int(numbers["steps"]), tol=0)
        return lambda: np.array([quiet(KMeans(**options).fit, x).inertia_])
    if op == "pca":
        from sklearn.decomposition import PCA

        x = a["x"].reshape(s["m"], s["n"])
        return lambda: PCA(s["k"], random_state=0).fit(x).explained_variance_
    if op in ("kernel-ridge", "gaussian-process"):
        return kernel_regression(task)
    return None


def kernel_regression(task):
    """On all points, exactly; the answers at z, and of a process their variances."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF
    from sklearn.kernel_ridge import KernelRidge

    a, d, (alpha, gamma) = task["arrays"], task["sizes"]["k"], (task["numbers"][key] for key in ("alpha", "gamma"))
    x, y, z = a["x"].reshape(-1, d), a["y"], a["z"].reshape(-1, d)
    if task["op"] == "kernel-ridge":
        return lambda: KernelRidge(kernel="rbf", alpha=alpha, gamma=gamma).fit(x, y).predict(z)

    def process():
        model = GaussianProcessRegressor(RBF((2 * gamma) ** -0.5), alpha=alpha, optimizer=None).fit(x, y)
        mean, deviation = model.predict(z, return_std=True)
        return np.concatenate([mean, deviation**2])

    return process


def nystroem_call(task):
    """scikit-learn's Nystroem and Ridge, on the points that ours is on."""
    if task["op"] != "kernel-ridge":
        return None
    from sklearn.kernel_approximation import Nystroem
    from sklearn.linear_model import Ridge

    a, s, numbers = task["arrays"], task["sizes"], task.get("numbers")
    x, z, points = (a[name].reshape(-1, s["k"]) for name in ("x", "z", "points"))
    ridge = Ridge(alpha=numbers["alpha"], fit_intercept=False)

    def fitted():
        basis = Nystroem(kernel="rbf", gamma=numbers["gamma"], n_components=s["n"]).fit(points)
        return ridge.fit(basis.transform(x), a["y"]).predict(basis.transform(z))

    return fitted


def quiet(fit, x):
    """Without the warning that as many steps were done as were asked for."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return fit(x)


def logistic_path(task):
    """liblinear, class by class and C by C, which is what scikit-learn does here; as an array of objectives."""
    from sklearn.linear_model import LogisticRegression

    a, s = task["arrays"], task["sizes"]
    matrix, y = a["a"].reshape(s["m"], s["n"]), a["y"]
    told = np.where(y[:, None] == np.unique(y)[None], 1, -1)
    options = dict(penalty="l1", solver="liblinear", fit_intercept=False, multi_class="ovr", max_iter=10_000)

    def path():
        values = []
        for c in a["Cs"]:
            w = LogisticRegression(C=float(c), tol=task["numbers"]["tolerance"], **options).fit(matrix, y).coef_
            values.append(np.abs(w).sum() + c * np.logaddexp(0, -told * (matrix @ w.T)).sum())
        return np.array(values)

    return path


def objectives(task, result):
    """What fits of the lasso are worth, which is what their tolerance is about."""
    a, s = task["arrays"], task["sizes"]
    alphas, w = ([task["numbers"]["alpha"]], result[:, None]) if task["op"] == "lasso" else result
    left = a["b"][:, None] - a["a"].reshape(s["m"], s["n"]) @ w
    return (left**2).sum(0) / (2 * s["m"]) + alphas * np.abs(w).sum(0)


def grouped(task, w):
    """What a fit of the group lasso is worth."""
    a, s = task["arrays"], task["sizes"]
    left = a["b"] - a["a"].reshape(s["m"], s["n"]) @ w
    norms = np.sqrt((w.reshape(-1, s["block"]) ** 2).sum(1)).sum()
    return np.array([left @ left / (2 * s["m"]) + task["numbers"]["alpha"] * s["block"] ** 0.5 * norms])


CALLS = {"numpy": numpy_call, "scipy": scipy_call, "sklearn": sklearn_call, "nystroem": nystroem_call}


def prepare(question, stream):
    arrays = {}
    for part in question["arrays"]:
        arrays[part["name"]] = np.frombuffer(stream.read(part["bytes"]), KINDS[part["kind"]])
    task = {**question, "arrays": arrays}
    call = CALLS[question["library"]](task)
    if call is None:
        return {}, b""
    READY[question["library"]] = call
    real = np.float32 if question["type"] == "f32" else np.float64
    result = call()
    numbers = result @ arrays["v"] if question["op"] == "spgemm" else result
    if question["op"] == "group-lasso":
        numbers = grouped(task, result)
    if question["op"].startswith("lasso"):
        numbers = objectives(task, result)
    if np.iscomplexobj(numbers):
        numbers = numbers.view(real)
    body = np.ascontiguousarray(numbers, real).tobytes()
    return {"bytes": len(body)}, body


def answer(question, stream):
    what = question["do"]
    if what == "prepare":
        return prepare(question, stream)
    if what == "time":
        call = READY[question["library"]]
        start = time.perf_counter()
        for _ in range(question["calls"]):
            call()
        return {"ms": (time.perf_counter() - start) * 1e3}, b""
    if what == "drop":
        READY.pop(question["library"], None)
    return {}, b""


def main():
    stream = sys.stdin.buffer
    for line in iter(stream.readline, b""):
        try:
            head, body = answer(json.loads(line), stream)
        except Exception as error:  # told to the bench, which names this peer and goes on
            head, body = {"error": f"{type(error).__name__}: {error}"}, b""
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


main()
