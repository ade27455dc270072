/** What audits found, target by target: in summary, for the terminal and for programs. */
import type { CheckRow } from "../bench/stats/analyze.ts";
import { triedText } from "./audit-words.ts";
import type { ReportInput } from "./model.ts";
import { surfaceOf } from "./surface.ts";
import { t } from "./text/message.ts";

/** The checks of one target, by what became of them. */
export interface Audited {
  readonly target: string;
  /** It reached the host although the target promises otherwise. */
  readonly broken: readonly CheckRow[];
  /** It reached the host, and nobody promises otherwise. */
  readonly open: readonly CheckRow[];
  readonly kept: readonly CheckRow[];
  /** It cannot be tried on this host. */
  readonly unknown: readonly CheckRow[];
  /** Whether the host is as before. */
  readonly host: readonly CheckRow[];
}

/** The checks of the host before and after. They are told apart: nobody tries to reach it there. */
const HOST = "check.host";

/** In the order of the run's targets. Targets without an audit are left out. */
export function audits({ run, analysis }: ReportInput): readonly Audited[] {
  return run.targets.flatMap(({ id }): readonly Audited[] => {
    const all = analysis.checks.filter((one) => one.subject === id && one.promised !== undefined);
    if (all.length === 0) return [];
    const tried = all.filter(({ workload }) => workload !== HOST);
    const those = (holds: CheckRow["holds"]) => tried.filter((one) => one.holds === holds);
    const reached = those("no");
    return [
      {
        target: id,
        broken: reached.filter(({ promised }) => promised === true),
        open: reached.filter(({ promised }) => promised !== true),
        kept: those("yes"),
        unknown: those("unknown"),
        host: all.filter(({ workload }) => workload === HOST),
      },
    ];
  });
}

/** A check for which an audit fails. */
export interface AuditFailure {
  readonly row: CheckRow;
  /**
   * `promise`: the target promises otherwise. `new`: the baseline kept it. `left`: the host is not as
   * before.
   */
  readonly why: "promise" | "new" | "left";
}

/** What is left on the host; and what is against a promise, or with a baseline what is new. */
export function auditFailures(input: ReportInput, baseline?: ReportInput): readonly AuditFailure[] {
  const all = audits(input);
  const left = all.flatMap(({ host }) =>
    host.filter(({ holds }) => holds === "no").map((row) => ({ row, why: "left" as const })),
  );
  if (baseline === undefined) {
    const broken = all.flatMap((one) => one.broken);
    return [...left, ...broken.map((row) => ({ row, why: "promise" as const }))];
  }
  const before = audits(baseline);
  const fresh = all.flatMap(({ target, broken, open }) => {
    const kept = before.find((one) => one.target === target)?.kept.map(({ check }) => check) ?? [];
    return [...broken, ...open]
      .filter(({ check }) => kept.includes(check))
      .map((row) => ({ row, why: "new" as const }));
  });
  return [...left, ...fresh];
}

/** A line for each target, and one for each check for which the audit fails. */
export function auditText(input: ReportInput, failures: readonly AuditFailure[]): string {
  return audits(input)
    .flatMap(({ target, broken, open, kept, unknown }) => [
      t("audit.target", {
        target,
        reached: broken.length + open.length,
        of: broken.length + open.length + kept.length,
        broken: broken.length,
        unknown: unknown.length,
      }),
      ...failures.filter(({ row }) => row.subject === target).map(failureText),
      ...surfaceTexts(input, target),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function surfaceTexts(input: ReportInput, target: string): readonly string[] {
  const { calls, callsStarting } = surfaceOf(input, target);
  if (calls === undefined || callsStarting === undefined) return [];
  return [t("audit.surface", { calls, starting: callsStarting })];
}

export function failureText({ row, why }: AuditFailure): string {
  const { check, evidence } = row;
  return t(`audit.failed-${why}`, { check, tried: triedText(check), evidence });
}

/** The same for programs: names of checks. */
export function auditJson(input: ReportInput, failures: readonly AuditFailure[]) {
  const names = (rows: readonly CheckRow[]) => rows.map(({ check }) => check);
  return audits(input).map(({ target, broken, open, kept, unknown }) => ({
    target,
    failed: names(failures.map(({ row }) => row).filter(({ subject }) => subject === target)),
    broken: names(broken),
    open: names(open),
    kept: names(kept),
    unknown: names(unknown),
    ...surfaceOf(input, target),
  }));
}
