"""Recomputes gates from their raw records, by docs/gate-method.md alone, and compares.

    python3 test/reference/gate.py DIR [DIR ...]

Each DIR is the folder of a gate in turns of starts (run.json, records.ndjson, gate.json). It prints
the largest relative difference of any figure, and exits with 1 if one is larger than 1e-9, or if a
verdict is another one. Not run in CI: it is for those who doubt the gate. Needs numpy.
"""

import json
import math
import sys

import numpy as np

ALPHA, BETA = 0.01, 0.05
SIZES = np.array([0.06, 0.15, 0.35, 0.65, 0.97])
SHARE_SIZES = np.array([0.06, 0.12, 0.25, 0.5, 0.75, 0.97])
PARTS = {"typical": 0.8, "slow": 0.1, "failures": 0.1}
ON_THE_BOUND = 1e-9


def scatter(values):
    """A guess of 5% that weighs as two rounds, and 1.4826 times the median absolute deviation."""
    finite = np.array([value for value in values if math.isfinite(value)])
    if len(finite) < 3:
        return 0.05
    deviation = 1.4826 * np.median(np.abs(finite - np.median(finite)))
    return (2 * 0.05 + len(finite) * deviation) / (2 + len(finite))


def inflation(scores):
    """How many rounds are worth one, and the autocorrelation of a round and the next."""
    scores = np.asarray(scores, float)
    n = len(scores)
    centred = scores - scores.mean()
    total = float((centred**2).sum())
    if n < 3 or total < 1e-12:
        return 1.0, 0.0
    of = lambda lag: float((centred[lag:] * centred[: n - lag]).sum()) / total
    kept = min(0.95, max(0.0, of(1) + 1 / n - 0.5 / math.sqrt(n)))
    both, last, lag = -1.0, math.inf, 0
    while lag + 1 <= n / 2:
        pair = min(last, (1.0 if lag == 0 else of(lag)) + of(lag + 1))
        if pair <= 0:
            break
        both += 2 * pair
        last = pair
        lag += 2
    return max(1.0, (1 + kept) / (1 - kept), both - 3 / math.sqrt(n)), of(1)


def chance(scores, sizes, worth):
    """One divided by the mean of the stakes, each with its logarithm divided by `worth`."""
    parts = np.log1p(np.outer(np.asarray(scores, float), sizes)).sum(axis=0)
    plain = min(1.0, 1 / float(np.exp(parts).mean()))
    return plain if plain > 0.1 else min(1.0, 1 / float(np.exp(parts / worth).mean()))


class Typical:
    """The typical start: bets on the logarithms of the rounds' ratios."""

    def __init__(self, logs):
        self.logs = np.array(logs)
        self.before = np.array([scatter(logs[:i]) for i in range(len(logs))])
        centre = np.median([log for log in logs if math.isfinite(log)])
        self.worth, self.lag1 = inflation(np.tanh((self.logs - centre) / scatter(logs)))

    def above(self, bound):
        scores = np.tanh((self.logs - (bound + ON_THE_BOUND)) / self.before)
        return chance(scores, SIZES, self.worth)

    def below(self, bound):
        scores = np.tanh(((bound - ON_THE_BOUND) - self.logs) / self.before)
        return chance(scores, SIZES, self.worth)

    def estimate(self):
        finite = [log for log in self.logs if math.isfinite(log)]
        return float(np.median([(a + b) / 2 for i, a in enumerate(finite) for b in finite[i:]]))


class Shares:
    """What happens to a side in some of the rounds."""

    def __init__(self, happened):
        self.n = len(happened)
        self.base = sum(base for base, _ in happened)
        self.head = sum(head for _, head in happened)
        self.x = np.array([int(head) - int(base) for base, head in happened], float)
        self.worth, _ = inflation(self.x)

    def above(self, more):
        return chance((self.x - more) / (1 + more), SHARE_SIZES, self.worth)

    def below(self, more):
        return chance((more - self.x) / (1 - more), SHARE_SIZES, self.worth)


def halved(is_sure, sure, unsure, times=80):
    if not is_sure(sure):
        return None
    for _ in range(times):
        middle = (sure + unsure) / 2
        sure, unsure = (middle, unsure) if is_sure(middle) else (sure, middle)
    return sure


def trimmed(starts):
    return float(np.mean(sorted(starts)[1:-1])) if len(starts) >= 5 else float(np.median(starts))


def slow_rounds(rounds, margin):
    known, happened, limit = [], [], None
    for base, head in rounds:
        if len(known) >= 5:
            limit = float(np.quantile(known, 0.9)) * (1 + margin)
            happened.append((base > limit, head > limit * (1 + margin)))
        if math.isfinite(base):
            known.append(base)
    if len(known) >= 5:
        limit = float(np.quantile(known, 0.9)) * (1 + margin)
    return (None, None) if not happened else (Shares(happened), limit)


def holm(chances, alpha):
    """The level that each chance is compared with."""
    order = np.argsort(chances, kind="stable")
    levels, level, rejecting = [0.0] * len(chances), 0.0, True
    for rank, index in enumerate(order):
        if rejecting:
            level = alpha / (len(chances) - rank)
        rejecting = rejecting and chances[index] <= level
        levels[index] = level
    return levels


class Cell:
    """One metric of a gate of starts."""

    def __init__(self, told, run, records):
        self.told = told
        question = run["gate"]
        self.rounds = {}
        for record in records:
            side = {question["base"]: "base", question["head"]: "head"}.get(record["target"])
            outcome = record["outcome"]
            if side is None or outcome["status"] == "unavailable":
                continue
            values = None
            if outcome["status"] == "ok":
                found = [m for m in outcome["measurements"] if m["metric"] == told["metric"]]
                values = found[0]["values"] if found else None
            self.rounds.setdefault(record["round"], {})[side] = values

    def after(self, last):
        both = [
            self.rounds[number]
            for number in sorted(self.rounds)
            if number <= last and len(self.rounds[number]) == 2
        ]
        logs, slowest = [], []
        for sides in both:
            base, head = sides["base"], sides["head"]
            if base is None and head is None:
                continue
            if base is None or head is None:
                logs.append(-math.inf if base is None else math.inf)
            else:
                logs.append(math.log(trimmed(head) / trimmed(base)))
            worst = lambda starts: math.inf if starts is None else max(starts)
            slowest.append((worst(base), worst(head)))
        medians = [float(np.median(sides["base"])) for sides in both if sides["base"] is not None]
        margin = self.told["margin"]
        effective = max(margin["relative"], margin["absolute"] / float(np.median(medians)))
        failed = [(sides["base"] is None, sides["head"] is None) for sides in both]
        slow, limit = slow_rounds(slowest, effective)
        return {
            "margin": effective,
            "typical": Typical(logs),
            "slow": slow,
            "limit": limit,
            "failures": Shares(failed),
        }


def allowed_slow(margin):
    return min(0.3, 3 * margin)


def chances(known):
    bound = math.log1p(known["margin"])
    slow, failures = known["slow"], known["failures"]
    more = allowed_slow(known["margin"])
    worse = {
        "typical": known["typical"].above(bound) / PARTS["typical"],
        "slow": (1.0 if slow is None else slow.above(more)) / PARTS["slow"],
        "failures": failures.above(0) / PARTS["failures"],
    }
    no_more = failures.head <= failures.base
    others = max(
        1.0 if slow is None else slow.below(more), 0.0 if no_more else failures.below(0.1)
    )
    return {
        "worse": min(worse.values()),
        "better": known["typical"].below(-bound),
        "harmless": known["typical"].below(bound),
        "others": others,
    }


def decided(cells, looks):
    """Of each cell its verdict, the look that decided, and the level of a false alarm there."""
    found, level = [None] * len(cells), [0.0] * len(cells)
    for look in looks:
        now = [None if found[i] else chances(cell.after(look)) for i, cell in enumerate(cells)]
        of = lambda name: [1.0 if one is None else one[name] for one in now]
        worse, better = holm(of("worse"), ALPHA), holm(of("better"), ALPHA)
        for i, one in enumerate(now):
            if one is None:
                continue
            level[i] = worse[i]
            verdict = None
            if one["worse"] <= worse[i]:
                verdict = "regressed"
            elif one["others"] > BETA:
                verdict = None
            elif one["better"] <= better[i]:
                verdict = "improved"
            elif one["harmless"] <= BETA:
                verdict = "pass"
            if verdict:
                found[i] = (verdict, look, worse[i])
    return [one or ("inconclusive", looks[-1], level[i]) for i, one in enumerate(found)]


def differences(folder):
    run = json.load(open(f"{folder}/run.json"))
    gate = json.load(open(f"{folder}/gate.json"))
    records = [json.loads(line) for line in open(f"{folder}/records.ndjson")]
    told = [cell for cell in gate["cells"] if cell["gated"]]
    cells = [Cell(cell, run, records) for cell in told]
    for cell, told_cell, (verdict, look, level) in zip(
        cells, told, decided(cells, run["adaptive"]["taken"])
    ):
        name = f"{folder}: {told_cell['metric']}"
        if verdict != told_cell["verdict"]:
            yield f"{name}: {told_cell['verdict']}, here {verdict}", math.inf
            continue
        known = cell.after(look)
        typical = known["typical"]

        def apart(what, here, there):
            scale = max(abs(here), abs(there), 1e-300)
            return f"{name}: {what}", abs(here - there) / scale

        yield apart("slowdown", math.exp(typical.estimate()), told_cell["effect"]["slowdown"])
        yield apart("margin", known["margin"], told_cell["margin"]["effective"])
        if "dependence" in told_cell:
            yield apart("inflation", typical.worth, told_cell["dependence"]["inflation"])
        for bound in told_cell.get("bounds", []):
            error = 1 - bound["confidence"]
            sure = (
                halved(lambda b: typical.above(b) <= error, -30, 30)
                if bound["is"] == "at-least"
                else halved(lambda b: typical.below(b) <= error, 30, -30)
            )
            yield apart(bound["is"], math.exp(sure), bound["slowdown"])
        slow = told_cell.get("slow")
        if slow:
            mine = known["slow"]
            yield apart("slow rounds", mine.n, slow["rounds"])
            yield apart("slow of base", mine.base, slow["base"]["slow"])
            yield apart("slow of head", mine.head, slow["head"]["slow"])
            yield apart("limit", known["limit"], slow["base"]["limit"])
            worse = PARTS["slow"] * level
            yield apart("at least", halved(lambda m: mine.above(m) <= worse, -1 + 1e-12, 1 - 1e-12) or -1, slow["atLeast"])
            yield apart("at most", halved(lambda m: mine.below(m) <= BETA, 1 - 1e-12, -1 + 1e-12) or 1, slow["atMost"])


def main(folders):
    found = [one for folder in folders for one in differences(folder)]
    worst = max(found, key=lambda one: one[1])
    print(f"{len(folders)} gates, {len(found)} figures; the largest difference: {worst[1]:.1e} ({worst[0]})")
    return 0 if worst[1] <= 1e-9 else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
