/**
 * English: a sentence for every code. It is the language that others are translated from: its
 * functions give each code the types of its values.
 */
import { campaign } from "./en/campaign.ts";
import { checks } from "./en/checks.ts";
import { gate } from "./en/gate.ts";
import { gateNotes } from "./en/gate-notes.ts";
import { gatePlan } from "./en/gate-plan.ts";
import { help } from "./en/help.ts";
import { host } from "./en/host.ts";
import { images } from "./en/images.ts";
import { report } from "./en/report.ts";
import { runs } from "./en/runs.ts";
import { targets } from "./en/targets.ts";
import { terminal } from "./en/terminal.ts";
import { verdicts } from "./en/verdicts.ts";
import { verdictsCells } from "./en/verdicts-cells.ts";
import { verdictsDoubts } from "./en/verdicts-doubts.ts";
import { verdictsRuns } from "./en/verdicts-runs.ts";
import { verdictsSummary } from "./en/verdicts-summary.ts";
import { workloads } from "./en/workloads.ts";

export const EN = {
  /** Text that is not ours: it has no translation. */
  verbatim: ({ text }: { text: string }) => text,
  ...campaign,
  ...checks,
  ...gate,
  ...gateNotes,
  ...gatePlan,
  ...help,
  ...host,
  ...images,
  ...report,
  ...runs,
  ...targets,
  ...terminal,
  ...verdicts,
  ...verdictsCells,
  ...verdictsDoubts,
  ...verdictsRuns,
  ...verdictsSummary,
  ...workloads,
};

/** A sentence for every code. Another language has this type: a missing sentence does not compile. */
export type Sentences = typeof EN;
