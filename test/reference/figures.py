"""Reference figures for bench/stats, by scipy and numpy or worked out here by definition.

The tests read scipy.json only, which is made by (python3-scipy, python3-numpy of Debian 12):

    /usr/bin/python3 test/reference/figures.py | npx biome format --stdin-file-path=test/reference/scipy.json > /tmp/scipy.json
    mv /tmp/scipy.json test/reference/scipy.json

The same versions give the same file. Inputs stand beside what is expected of them.
"""

import itertools
import json
import math
import platform

import numpy as np
import scipy
from scipy import stats

random = np.random.RandomState(20240607)


def numbers(values):
    return [float(value) for value in values]


def untied(size, scale=1.0, center=0.0, signed=False):
    """Distinct values of four decimals; if `signed`, of distinct magnitudes, none of them 0."""
    while True:
        values = np.round(random.standard_normal(size) * scale + center, 4)
        keys = np.abs(values) if signed else values
        if len(set(keys)) == size and not (signed and 0 in keys):
            return values


def quantiles():
    samples = [untied(size, 3, 10) for size in (1, 2, 5, 10, 23)] + [np.array([4.0, 4, 1, 9, 4, 1])]
    return [
        {"values": numbers(values), "p": p, "expected": float(np.quantile(values, p))}
        for values in samples
        for p in (0, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1)
    ]


def dispersions():
    samples = [untied(size, 2, 50) for size in (3, 8, 15)]
    return [
        {
            "values": numbers(values),
            "expected": float(
                stats.median_abs_deviation(values, scale="normal") / abs(np.median(values))
            ),
        }
        for values in samples
    ]


PS = [1e-12, 1e-6, 1e-4, 0.001, 0.005, 0.025, 0.05, 0.2, 0.4, 0.49, 0.5, 0.6, 0.9, 0.975, 0.999, 0.9999]


def normal():
    zs = [-37, -20, -10, -6, -4, -3.001, -3, -2.999, -1.96, -1, -0.1, -1e-5, 0, 0.3, 1, 2, 3, 5, 8]
    return {
        "cdf": [{"z": z, "p": float(stats.norm.cdf(z))} for z in zs],
        "quantile": [{"p": p, "z": float(stats.norm.ppf(p))} for p in PS],
    }


def student():
    dfs = [1, 2, 2.5, 4, 9, 29, 73.41, 300, 10000, 1e6]
    ts = [-40, -8, -3, -1, -0.01, 0, 0.5, 2, 4]

    def quantile(p, df):
        # By symmetry; scipy leaves a rounding error there.
        if p == 0.5:
            return 0.0
        # scipy 1.10 inverts to 3e-9 only; its own cdf, by one of Newton's steps, says the rest.
        t = stats.t.ppf(p, df)
        return float(t - (stats.t.cdf(t, df) - p) / stats.t.pdf(t, df))

    return {
        "cdf": [{"t": t, "df": df, "p": float(stats.t.cdf(t, df))} for df in dfs for t in ts],
        "quantile": [{"p": p, "df": df, "t": quantile(p, df)} for df in dfs for p in PS],
    }


def clopper_pearson():
    figures = []
    for n in (1, 5, 20, 100, 1000, 100000):
        for successes in sorted({0, 1, n // 5, n // 2, n - 1, n}):
            for confidence in (0.9, 0.95, 0.99, 0.9999):
                beyond = (1 - confidence) / 2

                def upper(share):
                    if successes == n:
                        return 1.0
                    return float(stats.beta.isf(share, successes + 1, n - successes))

                low = 0.0 if successes == 0 else float(stats.beta.ppf(beyond, successes, n - successes + 1))
                figures.append(
                    {
                        "successes": successes,
                        "n": n,
                        "confidence": confidence,
                        "low": low,
                        "high": upper(beyond),
                        "upperBound": upper(1 - confidence),
                    }
                )
    return figures


def mann_whitney(x, y, method):
    def p(alternative):
        return float(stats.mannwhitneyu(x, y, alternative=alternative, method=method).pvalue)

    return {"greater": p("greater"), "less": p("less"), "twoSided": p("two-sided")}


def permutation_p(x, y):
    """By trying every way to share out the midranks."""
    ranks = stats.rankdata(np.concatenate([x, y]))
    seen = sum(ranks[: len(x)])
    sums = [sum(chosen) for chosen in itertools.combinations(ranks, len(x))]
    greater = sum(one >= seen - 1e-9 for one in sums) / len(sums)
    less = sum(one <= seen + 1e-9 for one in sums) / len(sums)
    return {"greater": greater, "less": less, "twoSided": min(1, 2 * min(greater, less))}


def rank_sum():
    figures = []
    for n, m, offset in [(1, 1, 0), (3, 4, 1), (5, 5, 2), (8, 6, -1), (10, 20, 0.3), (30, 30, 0.6), (50, 50, -0.5)]:
        both = untied(n + m)
        x, y = np.round(both[:n] + offset, 4), both[n:]
        if len(set(np.concatenate([x, y]))) < n + m:
            raise SystemExit("tied: choose another seed")
        figures.append({"x": numbers(x), "y": numbers(y), "method": "exact", **mann_whitney(x, y, "exact")})
    for n, m, offset in [(3, 3, 1), (5, 6, 1), (7, 8, 0), (8, 8, -1)]:
        x = np.round(random.standard_normal(n) * 1.5 + offset)
        y = np.round(random.standard_normal(m) * 1.5)
        figures.append({"x": numbers(x), "y": numbers(y), "method": "exact", **permutation_p(x, y)})
    for n, m, offset, decimals in [(60, 51, 0.2, 4), (55, 70, 0.4, 1), (10, 80, -0.5, 0)]:
        x = np.round(random.standard_normal(n) + offset, decimals)
        y = np.round(random.standard_normal(m), decimals)
        figures.append(
            {"x": numbers(x), "y": numbers(y), "method": "asymptotic", **mann_whitney(x, y, "asymptotic")}
        )
    return figures


def mann_whitney_counts(n, m):
    """How many of the orders of n and m values have each U, by Mann and Whitney's recurrence."""
    table = {}
    for i in range(n + 1):
        for j in range(m + 1):
            counts = [0] * (i * j + 1)
            if i == 0 or j == 0:
                counts[0] = 1
            else:
                for u, count in enumerate(table[i - 1, j]):
                    counts[u + j] += count
                for u, count in enumerate(table[i, j - 1]):
                    counts[u] += count
            table[i, j] = counts
    return table[n, m]


def interval_of(ordered, counts, confidence):
    """From the (k+1)-th lowest to the (k+1)-th highest, with the largest k that is sure enough."""
    total = sum(counts)
    k, below = -1, 0
    while 2 * (below + counts[k + 1]) / total <= 1 - confidence + 1e-15:
        k += 1
        below += counts[k]
    if k == -1:
        return {"confidence": confidence, "k": k, "interval": None}
    low, high = float(ordered[k]), float(ordered[len(ordered) - 1 - k])
    achieved = 1 - 2 * below / total
    return {
        "confidence": confidence,
        "k": k,
        "interval": {"low": low, "high": high, "confidence": achieved},
    }


def shifts():
    figures = []
    for n, m in [(1, 3), (3, 3), (4, 4), (5, 7), (12, 9), (20, 20), (50, 40)]:
        x, y = untied(n, 2, 1), untied(m, 2)
        differences = np.sort([a - b for a in x for b in y])
        figures.append(
            {
                "x": numbers(x),
                "y": numbers(y),
                "estimate": float(np.median(differences)),
                "intervals": [
                    interval_of(differences, mann_whitney_counts(n, m), confidence)
                    for confidence in (0.9, 0.95, 0.99)
                ],
            }
        )
    return figures


def signed_rank_counts(n):
    """How many of the 2^n signs of ranks 1 to n have each sum of positive ranks."""
    counts = [1]
    for rank in range(1, n + 1):
        longer = counts + [0] * rank
        for w, count in enumerate(counts):
            longer[w + rank] += count
        counts = longer
    return counts


def signed_rank():
    figures = []
    for n in (3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25):
        for center in (0, 0.6):
            values = untied(n, 1, center, signed=True)
            walsh = np.sort([(values[i] + values[j]) / 2 for i in range(n) for j in range(i, n)])

            def p(alternative):
                return float(stats.wilcoxon(values, alternative=alternative, method="exact").pvalue)

            figures.append(
                {
                    "values": numbers(values),
                    "p": {"greater": p("greater"), "less": p("less"), "twoSided": p("two-sided")},
                    "estimate": float(np.median(walsh)),
                    "intervals": [
                        interval_of(walsh, signed_rank_counts(n), confidence)
                        for confidence in (0.95, 0.99)
                    ],
                }
            )
    return figures


def multiplicity():
    families = [
        [0.03],
        [0.01, 0.04, 0.03, 0.005],
        [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216],
        [0.02, 0.02, 0.02],
        [0.9, 0.5, 1.0, 0.0],
        numbers(np.round(random.uniform(size=25) ** 3, 5)),
    ]
    figures = []
    for p in families:
        count = len(p)
        order = sorted(range(count), key=lambda index: p[index])
        holm, hochberg = [0.0] * count, [0.0] * count
        highest = 0.0
        for place, index in enumerate(order):
            highest = max(highest, min(1.0, (count - place) * p[index]))
            holm[index] = highest
        lowest = 1.0
        for place in range(count - 1, -1, -1):
            index = order[place]
            lowest = min(lowest, count * p[index] / (place + 1))
            hochberg[index] = lowest
        figures.append({"p": p, "holm": holm, "benjaminiHochberg": hochberg})
    return figures


def welch():
    figures = []
    for n, m, offset, scale in [(2, 2, 1, 1), (5, 8, 0.5, 3), (10, 10, 0, 1), (30, 12, -2, 0.5), (20, 20, 9, 1)]:
        x, y = untied(n, scale, 20 + offset), untied(m, 1, 20)

        def p(alternative):
            return float(stats.ttest_ind(x, y, equal_var=False, alternative=alternative).pvalue)

        figures.append(
            {
                "x": numbers(x),
                "y": numbers(y),
                "t": float(stats.ttest_ind(x, y, equal_var=False).statistic),
                "greater": p("greater"),
                "less": p("less"),
                "twoSided": p("two-sided"),
                "ratio": float(np.mean(x) / np.mean(y)),
            }
        )
    return figures


def bootstrap():
    figures = []
    for size, name, statistic in [(12, "mean", np.mean), (30, "mean", np.mean), (31, "median", np.median)]:
        values = untied(size, 5, 100)
        # Medians of resamples are a few values only: at 0.8 an end lies on the edge between two.
        for confidence in (0.9, 0.95) if name == "median" else (0.8, 0.95):
            found = stats.bootstrap(
                (values,),
                statistic,
                n_resamples=100000,
                batch=10000,
                confidence_level=confidence,
                method="percentile",
                random_state=7,
            )
            figures.append(
                {
                    "values": numbers(values),
                    "statistic": name,
                    "confidence": confidence,
                    "low": float(found.confidence_interval.low),
                    "high": float(found.confidence_interval.high),
                    "standardError": float(found.standard_error),
                }
            )
    x = untied(20, 5, 100)
    y = np.round(x * 1.1 + untied(20, 1), 4)
    found = stats.bootstrap(
        (x, y),
        lambda a, b, axis=-1: np.mean(b, axis=axis) / np.mean(a, axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=100000,
        batch=10000,
        confidence_level=0.95,
        method="percentile",
        random_state=7,
    )
    return {
        "single": figures,
        "pairs": {
            "pairs": [numbers(pair) for pair in zip(x, y)],
            "confidence": 0.95,
            "low": float(found.confidence_interval.low),
            "high": float(found.confidence_interval.high),
            "standardError": float(found.standard_error),
        },
    }


def best_split():
    """Matteson and James (2014), formula 5 with alpha = 1, of midranks over the segment's length."""
    series = [
        np.concatenate([untied(9), untied(14, 1, 2)]),
        untied(24),
        np.round(np.concatenate([untied(7, 1, 3), untied(20)])),
        np.concatenate([untied(15), untied(15, 4)]),
    ]
    figures = []
    for values in series:
        ranks = stats.rankdata(values)
        n = len(ranks)
        apart = np.abs(ranks[:, None] - ranks[None, :]) / n
        best = {"index": 0, "q": 0.0}
        for m in range(5, n - 4):
            k = n - m
            left = apart[:m, :m].sum() / 2 / math.comb(m, 2)
            right = apart[m:, m:].sum() / 2 / math.comb(k, 2)
            q = m * k / (m + k) * (2 * apart[:m, m:].mean() - left - right)
            if q > best["q"]:
                best = {"index": m, "q": float(q)}
        figures.append({"values": numbers(values), "minSegment": 5, **best})
    return figures


print(
    json.dumps(
        {
            "versions": {
                "python": platform.python_version(),
                "numpy": np.__version__,
                "scipy": scipy.__version__,
            },
            "quantile": quantiles(),
            "dispersion": dispersions(),
            "normal": normal(),
            "student": student(),
            "clopperPearson": clopper_pearson(),
            "rankSum": rank_sum(),
            "shift": shifts(),
            "signedRank": signed_rank(),
            "multiplicity": multiplicity(),
            "welch": welch(),
            "bootstrap": bootstrap(),
            "bestSplit": best_split(),
        }
    )
)
