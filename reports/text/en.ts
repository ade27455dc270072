/**
 * English: a sentence for every code. It is the language that others are translated from: its
 * functions give each code the types of its values.
 */

import { answers } from "./en/answers.ts";
import { audit } from "./en/audit.ts";
import { auditChecks } from "./en/audit-checks.ts";
import { campaign } from "./en/campaign.ts";
import { campaignMerge } from "./en/campaign-merge.ts";
import { campaignResume } from "./en/campaign-resume.ts";
import { charts } from "./en/charts.ts";
import { check } from "./en/check.ts";
import { choices } from "./en/choices.ts";
import { claims } from "./en/claims.ts";
import { claimsPublished } from "./en/claims-published.ts";
import { compare } from "./en/compare.ts";
import { config } from "./en/config.ts";
import { delivery } from "./en/delivery.ts";
import { deployment } from "./en/deployment.ts";
import { engines } from "./en/engines.ts";
import { enginesDocker } from "./en/engines-docker.ts";
import { evidence } from "./en/evidence.ts";
import { explain } from "./en/explain.ts";
import { explainCells } from "./en/explain-cells.ts";
import { explainMachine } from "./en/explain-machine.ts";
import { explainUsage } from "./en/explain-usage.ts";
import { exportTexts } from "./en/exports.ts";
import { fake } from "./en/fake.ts";
import { files } from "./en/files.ts";
import { gate } from "./en/gate.ts";
import { gateNotes } from "./en/gate-notes.ts";
import { gatePage } from "./en/gate-page.ts";
import { gatePlan } from "./en/gate-plan.ts";
import { glossary } from "./en/glossary.ts";
import { help } from "./en/help.ts";
import { host } from "./en/host.ts";
import { hostFacts } from "./en/host-facts.ts";
import { images } from "./en/images.ts";
import { init } from "./en/init.ts";
import { instances } from "./en/instances.ts";
import { leftovers } from "./en/leftovers.ts";
import { lock } from "./en/lock.ts";
import { network } from "./en/network.ts";
import { own } from "./en/own.ts";
import { ownImage } from "./en/own-image.ts";
import { primitives } from "./en/primitives.ts";
import { report } from "./en/report.ts";
import { reportCharts } from "./en/report-charts.ts";
import { reportCurves } from "./en/report-curves.ts";
import { reportDelivery } from "./en/report-delivery.ts";
import { reportDistributions } from "./en/report-distributions.ts";
import { reportNeighbours } from "./en/report-neighbours.ts";
import { reportPage } from "./en/report-page.ts";
import { reportReproduce } from "./en/report-reproduce.ts";
import { reportSections } from "./en/report-sections.ts";
import { reportTimeline } from "./en/report-timeline.ts";
import { runs } from "./en/runs.ts";
import { sharing } from "./en/sharing.ts";
import { site } from "./en/site.ts";
import { summary } from "./en/summary.ts";
import { surface } from "./en/surface.ts";
import { targets } from "./en/targets.ts";
import { terminal } from "./en/terminal.ts";
import { tools } from "./en/tools.ts";
import { verdicts } from "./en/verdicts.ts";
import { verdictsCells } from "./en/verdicts-cells.ts";
import { verdictsDoubts } from "./en/verdicts-doubts.ts";
import { verdictsRuns } from "./en/verdicts-runs.ts";
import { verdictsSummary } from "./en/verdicts-summary.ts";
import { vm } from "./en/vm.ts";
import { workloads } from "./en/workloads.ts";

export const EN = {
  /** Text that is not ours: it has no translation. */
  verbatim: ({ text }: { text: string }) => text,
  ...answers,
  ...audit,
  ...auditChecks,
  ...campaign,
  ...campaignMerge,
  ...campaignResume,
  ...charts,
  ...check,
  ...choices,
  ...claims,
  ...claimsPublished,
  ...compare,
  ...config,
  ...delivery,
  ...deployment,
  ...engines,
  ...enginesDocker,
  ...evidence,
  ...explain,
  ...explainCells,
  ...explainMachine,
  ...explainUsage,
  ...exportTexts,
  ...fake,
  ...files,
  ...gate,
  ...gateNotes,
  ...gatePage,
  ...gatePlan,
  ...glossary,
  ...help,
  ...host,
  ...hostFacts,
  ...images,
  ...init,
  ...instances,
  ...leftovers,
  ...lock,
  ...network,
  ...own,
  ...ownImage,
  ...primitives,
  ...report,
  ...reportCharts,
  ...reportCurves,
  ...reportDelivery,
  ...reportNeighbours,
  ...reportDistributions,
  ...reportPage,
  ...reportReproduce,
  ...reportSections,
  ...reportTimeline,
  ...runs,
  ...sharing,
  ...site,
  ...summary,
  ...surface,
  ...targets,
  ...terminal,
  ...tools,
  ...verdicts,
  ...verdictsCells,
  ...verdictsDoubts,
  ...verdictsRuns,
  ...verdictsSummary,
  ...vm,
  ...workloads,
};

/** A sentence for every code. Another language has this type: a missing sentence does not compile. */
export type Sentences = {
  readonly [C in keyof typeof EN]: (...values: Parameters<(typeof EN)[C]>) => string;
};
