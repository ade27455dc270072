/** Findings that are known exactly: sizes, checks and hashes. */
import type { Run, TargetState } from "../schema.ts";
import type { Analysis } from "../stats/analyze.ts";
import { lowestOf } from "../stats/extent.ts";
import { mainTarget, subjectsOf } from "../subjects.ts";
import { type About, type Finding, headlines } from "./finding.ts";
import { picked } from "./picks.ts";

export function size(
  { against, workload, bound, is }: About<"size">,
  target: TargetState,
  run: Run,
  { rows }: Analysis,
): Finding | undefined {
  const shipped = (id: string) =>
    headlines(rows, id).find((row) => row.workload === workload && row.is.exact === true)?.summary
      .median ?? 0;
  const others = picked([against], run).map(({ id }) => ({ id, bytes: shipped(id) }));
  const largest = others.reduce((a, b) => (b.bytes > a.bytes ? b : a), { id: "", bytes: 0 });
  const own = shipped(target.id);
  if (own <= 0 || largest.bytes <= 0) return undefined;
  const figure = own / largest.bytes;
  const answer = (is === "above" ? figure > bound : figure < bound) ? "yes" : "no";
  return { kind: "exact", answer, figure, against: largest.id };
}

/** A count that ended for want of time, or at the most that was asked for, says nothing of more. */
export function count(
  { workload, bound, is }: About<"count">,
  { id }: TargetState,
  run: Run,
  { rows, checks }: Analysis,
): Finding | undefined {
  const row = headlines(rows, id).find((one) => one.workload === workload);
  if (row === undefined || !run.workloads.some((one) => one.id === workload)) return undefined;
  const figure = lowestOf([...row.rounds.values()]);
  const isMore = figure > bound;
  const limits = checks.filter((one) => one.workload === workload && one.subject === id);
  const isOpen = !isMore && !limits.some(({ holds }) => holds === "no");
  const answer = isMore === (is === "above") ? "yes" : "no";
  return { kind: "exact", answer: isOpen ? "unknown" : answer, figure };
}

/** A target that is measured in several ways has to keep its promise in all of them. */
export function check(
  question: About<"promise">,
  { id }: TargetState,
  run: Run,
  { checks }: Analysis,
): Finding | undefined {
  const plan = run.workloads.find((one) => one.id === question.workload);
  if (plan === undefined) return undefined;
  const ways = subjectsOf(plan, [id]).filter((subject) => mainTarget(subject) === id);
  const own = checks.filter(
    ({ subject, workload }) =>
      workload === question.workload && ways.some((way) => way.id === subject),
  );
  const named = (name: string | undefined) => own.filter((one) => one.check === name);
  const usual = named(question.check);
  const found = usual.length > 0 ? usual : named(question.orCheck);
  if (found.length === 0) return undefined;
  const figure = found.reduce(
    (sum, { counts }) => sum + counts.yes + counts.no + counts.unknown,
    0,
  );
  const answers = new Set(found.map(({ holds }) => holds));
  const answer = answers.has("no") ? "no" : answers.has("unknown") ? "unknown" : "yes";
  return { kind: "exact", answer, figure };
}

/** The figure is how many files are the same. */
export function bytes({ toolHashes }: TargetState, { image }: Run): Finding | undefined {
  if (image.tools.length === 0) return undefined;
  const same = image.tools.filter(
    ({ name, sha256 }) => Object.hasOwn(toolHashes, name) && toolHashes[name] === sha256,
  ).length;
  const of = image.tools.length;
  return { kind: "exact", answer: same === of ? "yes" : "no", figure: same, of };
}
