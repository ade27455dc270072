/** `isotax compare`: two runs, or two targets of one, without measuring anything. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { judgeAgainstBaseline, judgeRun } from "../../bench/campaign/gate/judge.ts";
import { readWholeRun } from "../../bench/campaign/whole-run.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { analyzed } from "../../bench/stats/cells.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { needs, openings } from "../../reports/gate/describe.ts";
import { spokenJudgement } from "../../reports/gate/json.ts";
import { gateText } from "../../reports/gate/terminal.ts";
import { t } from "../../reports/text/message.ts";
import { shellQuote } from "../../runners/host/shell.ts";
import { knownWorkloads } from "../known-workloads.ts";
import { checkedRules } from "../margin-rules.ts";
import { parsedShare, readConfig } from "../read-config.ts";
import { print, printJson, tell } from "../terminal.ts";
import { writeComparisonPage } from "../write-gate-page.ts";

export interface CompareFlags {
  /** As a share. */
  readonly margin?: number;
  readonly config?: string;
  /** A file to write the comparison to, as a page. */
  readonly html?: string;
  readonly json: boolean;
}

export async function compareCommand(
  folder: string,
  others: readonly string[],
  flags: CompareFlags,
): Promise<number> {
  const config = await readConfig(flags.config);
  const { gate = {} } = config;
  const rules = checkedRules(gate, await knownWorkloads(config, flags.config));
  const allowed = { margin: flags.margin ?? parsedShare(gate.margin), rules };
  const judgement = judgementOf(folder, others, allowed);
  const compared = {
    openings: () => openings(judgement),
    needs: () => needs(judgement, gateCommandFor(judgement)),
  };
  if (flags.html !== undefined) {
    const file = resolve(flags.html);
    await writeComparisonPage({ judgement, compared }, file);
    tell(`${t("terminal.page-written", { file })}\n`);
  }
  if (flags.json) await printJson(spokenJudgement(judgement));
  // First what differs, in plain words; then the judgement; then what would decide what is open.
  else
    await print([...compared.openings(), "", gateText(judgement), compared.needs(), ""].join("\n"));
  return 0;
}

/** Names come from run folders, and somebody may paste this into a shell. */
function gateCommandFor({ comparison, base, head, cells }: Judgement): string {
  const workloads = [...new Set(cells.flatMap((cell) => (cell.gated ? [cell.workload] : [])))];
  const sides = comparison === "interleaved" && typeof base === "string" ? [base, head] : [];
  const words = sides.length === 0 ? "BASE HEAD" : shellQuote(sides);
  return `isotax gate ${words} --workloads ${shellQuote([workloads.join(",")])}`;
}

function judgementOf(
  folder: string,
  others: readonly string[],
  allowed: Parameters<typeof judgeAgainstBaseline>[2],
): Judgement {
  const { run, records } = readWholeRun(folder, "first");
  const [second, third, ...more] = others;
  if (more.length > 0) {
    throw new IsotaxError(
      "TOO_MANY",
      say("choices.too-many-words", { words: more }),
      say("choices.name-two-runs"),
    );
  }
  if (second !== undefined && third !== undefined) {
    return judgeRun(run, records, { base: second, head: third, ...allowed });
  }
  if (second !== undefined && existsSync(join(second, "run.json"))) {
    const head = readWholeRun(second, "second");
    return judgeAgainstBaseline(analyzed(run, records), analyzed(head.run, head.records), allowed);
  }
  throw new IsotaxError(
    "NOTHING_TO_COMPARE",
    second === undefined ? say("choices.one-run") : say("choices.one-target", { word: second }),
    say("choices.name-second-run", { targets: run.targets.map(({ id }) => id) }),
  );
}
