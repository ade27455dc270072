/** Korean: a sentence for every code. It is typed: one that is missing does not compile. */
import { EN, type Sentences } from "./en.ts";
import { campaign } from "./ko/campaign.ts";
import { campaignMerge } from "./ko/campaign-merge.ts";
import { campaignResume } from "./ko/campaign-resume.ts";
import { check } from "./ko/check.ts";
import { engines } from "./ko/engines.ts";
import { enginesDocker } from "./ko/engines-docker.ts";
import { evidence } from "./ko/evidence.ts";
import { gate } from "./ko/gate.ts";
import { gateNotes } from "./ko/gate-notes.ts";
import { gatePlan } from "./ko/gate-plan.ts";
import { help } from "./ko/help.ts";
import { host } from "./ko/host.ts";
import { hostFacts } from "./ko/host-facts.ts";
import { report } from "./ko/report.ts";
import { reportPage } from "./ko/report-page.ts";
import { reportSections } from "./ko/report-sections.ts";
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
  ...EN,
  verbatim: ({ text }) => text,
  ...campaign,
  ...campaignMerge,
  ...campaignResume,
  ...check,
  ...engines,
  ...enginesDocker,
  ...evidence,
  ...gate,
  ...gateNotes,
  ...gatePlan,
  ...help,
  ...host,
  ...hostFacts,
  ...report,
  ...reportPage,
  ...reportSections,
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
