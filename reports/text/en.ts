/**
 * English: a sentence for every code. It is the language that others are translated from: its
 * functions give each code the types of its values.
 */
import { campaign } from "./en/campaign.ts";
import { checks } from "./en/checks.ts";
import { choices } from "./en/choices.ts";
import { config } from "./en/config.ts";
import { gate } from "./en/gate.ts";
import { help } from "./en/help.ts";
import { host } from "./en/host.ts";
import { images } from "./en/images.ts";
import { lock } from "./en/lock.ts";
import { report } from "./en/report.ts";
import { runs } from "./en/runs.ts";
import { targets } from "./en/targets.ts";
import { terminal } from "./en/terminal.ts";
import { verdicts } from "./en/verdicts.ts";
import { workloads } from "./en/workloads.ts";

export const EN = {
  /** Text that is not ours: it has no translation. */
  verbatim: ({ text }: { text: string }) => text,
  ...campaign,
  ...checks,
  ...choices,
  ...config,
  ...gate,
  ...help,
  ...host,
  ...images,
  ...lock,
  ...report,
  ...runs,
  ...targets,
  ...terminal,
  ...verdicts,
  ...workloads,
};

/** A sentence for every code. Another language has this type: a missing sentence does not compile. */
export type Sentences = typeof EN;
