/** `isotax audit`: what can be reached from inside of targets. Nothing else is measured. */
import { join } from "node:path";
import { runCampaign } from "../../bench/campaign/run.ts";
import { replaceFile } from "../../bench/files.ts";
import { readRun } from "../../bench/store.ts";
import { auditFailures, auditJson, auditText } from "../../reports/audit.ts";
import { AUDIT_JUNIT, AUDIT_SARIF, auditJunit, auditSarif } from "../../reports/audit-files.ts";
import { hasFailures } from "../../reports/digest.ts";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { t } from "../../reports/text/message.ts";
import { EXIT_FAILED } from "../enter.ts";
import { EXIT_INTERRUPTED, listenForInterrupts } from "../interrupts.ts";
import { chooseRun, type RunFlags } from "../options.ts";
import { Progress } from "../progress.ts";
import { surroundingsOf } from "../surroundings.ts";
import { reportLine } from "../tell-run.ts";
import { print, printJson } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

interface AuditFlags
  extends Pick<RunFlags, "config" | "out" | "image" | "guestKernel" | "install" | "json"> {
  /** The folder of an earlier audit. */
  readonly baseline?: string;
}

/** A promise is not kept: as a gate's regression. */
const EXIT_BROKEN = 1;

/** The family of the workloads that audits are made of. */
const FAMILY = "check";

export async function auditCommand(
  targets: readonly string[],
  { baseline, ...flags }: AuditFlags,
): Promise<number> {
  // A folder that cannot be read is told before anything is tried.
  const before = baseline === undefined ? undefined : inputOf(baseline);
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    const choice = await chooseRun({
      ...flags,
      ...(targets.length === 0 ? {} : { targets: targets.join(",") }),
      workloads: FAMILY,
      profile: "quick",
      rounds: 1,
      open: false,
    });
    const around = await surroundingsOf(
      choice.targets,
      { ...flags, image: choice.image },
      progress,
      interrupts,
    );
    const { completed } = await runCampaign({ choice }, around);
    const { out } = choice;
    const input = await progress.step(t("terminal.step-reports"), () => writeReports(out));
    progress.end();
    const failures = auditFailures(input, before);
    replaceFile(join(out, AUDIT_JUNIT), auditJunit(input, failures));
    replaceFile(join(out, AUDIT_SARIF), auditSarif(input, failures));
    if (flags.json) {
      const { runId, status } = input.run;
      await printJson({ folder: out, runId, status, targets: auditJson(input, failures) });
    } else await print(auditText(input, failures));
    progress.say(reportLine(out));
    if (!completed) return EXIT_INTERRUPTED;
    if (failures.length > 0) return EXIT_BROKEN;
    return hasFailures(input) ? EXIT_FAILED : 0;
  } finally {
    interrupts.dispose();
  }
}

function inputOf(folder: string): ReportInput {
  const { run, records } = readRun(folder);
  return reportInput(run, records);
}
