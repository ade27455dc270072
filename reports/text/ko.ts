/** Korean: a sentence for every code. It is typed: one that is missing does not compile. */
import type { Sentences } from "./en.ts";
import { answers } from "./ko/answers.ts";
import { audit } from "./ko/audit.ts";
import { auditChecks } from "./ko/audit-checks.ts";
import { campaign } from "./ko/campaign.ts";
import { campaignMerge } from "./ko/campaign-merge.ts";
import { campaignResume } from "./ko/campaign-resume.ts";
import { charts } from "./ko/charts.ts";
import { check } from "./ko/check.ts";
import { choices } from "./ko/choices.ts";
import { claims } from "./ko/claims.ts";
import { claimsPublished } from "./ko/claims-published.ts";
import { compare } from "./ko/compare.ts";
import { config } from "./ko/config.ts";
import { delivery } from "./ko/delivery.ts";
import { deployment } from "./ko/deployment.ts";
import { engines } from "./ko/engines.ts";
import { enginesDocker } from "./ko/engines-docker.ts";
import { evidence } from "./ko/evidence.ts";
import { explain } from "./ko/explain.ts";
import { explainCells } from "./ko/explain-cells.ts";
import { explainMachine } from "./ko/explain-machine.ts";
import { explainUsage } from "./ko/explain-usage.ts";
import { exportTexts } from "./ko/exports.ts";
import { fake } from "./ko/fake.ts";
import { files } from "./ko/files.ts";
import { gate } from "./ko/gate.ts";
import { gateNotes } from "./ko/gate-notes.ts";
import { gatePage } from "./ko/gate-page.ts";
import { gatePlan } from "./ko/gate-plan.ts";
import { glossary } from "./ko/glossary.ts";
import { help } from "./ko/help.ts";
import { host } from "./ko/host.ts";
import { hostFacts } from "./ko/host-facts.ts";
import { images } from "./ko/images.ts";
import { init } from "./ko/init.ts";
import { instances } from "./ko/instances.ts";
import { leftovers } from "./ko/leftovers.ts";
import { lock } from "./ko/lock.ts";
import { network } from "./ko/network.ts";
import { own } from "./ko/own.ts";
import { ownImage } from "./ko/own-image.ts";
import { primitives } from "./ko/primitives.ts";
import { report } from "./ko/report.ts";
import { reportCharts } from "./ko/report-charts.ts";
import { reportCurves } from "./ko/report-curves.ts";
import { reportDelivery } from "./ko/report-delivery.ts";
import { reportDistributions } from "./ko/report-distributions.ts";
import { reportNeighbours } from "./ko/report-neighbours.ts";
import { reportPage } from "./ko/report-page.ts";
import { reportReproduce } from "./ko/report-reproduce.ts";
import { reportSections } from "./ko/report-sections.ts";
import { reportTimeline } from "./ko/report-timeline.ts";
import { runs } from "./ko/runs.ts";
import { sharing } from "./ko/sharing.ts";
import { site } from "./ko/site.ts";
import { summary } from "./ko/summary.ts";
import { surface } from "./ko/surface.ts";
import { targets } from "./ko/targets.ts";
import { terminal } from "./ko/terminal.ts";
import { tools } from "./ko/tools.ts";
import { verdicts } from "./ko/verdicts.ts";
import { verdictsCells } from "./ko/verdicts-cells.ts";
import { verdictsDoubts } from "./ko/verdicts-doubts.ts";
import { verdictsRuns } from "./ko/verdicts-runs.ts";
import { verdictsSummary } from "./ko/verdicts-summary.ts";
import { vm } from "./ko/vm.ts";
import { workloads } from "./ko/workloads.ts";

export const KO: Sentences = {
  verbatim: ({ text }) => text,
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
