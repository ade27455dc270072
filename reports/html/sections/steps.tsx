/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The ladder from the bottom up: what each rung adds to the one below it. */
import { say } from "../../../bench/messages.ts";
import type { WorkloadPlan } from "../../../bench/schema.ts";
import { brackets } from "../../format.ts";
import { type ReportInput, startMetric } from "../../model.ts";
import { overText, type Rung, rungsOf } from "../../steps.ts";
import { t, wordsOf } from "../../text/message.ts";
import { Waterfall } from "../charts/waterfall.tsx";
import { idOf } from "../parts/ids.ts";
import { Coded } from "../parts/rich.tsx";
import { TargetName } from "../parts/target-name.tsx";
import { TextTable } from "../parts/text-table.tsx";
import { plansStarts } from "./planned.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "steps",
  title: say("report-sections.steps"),
  short: say("report-page.to-steps"),
  isShown: plansStarts,
  body: ({ input }) => <Steps input={input} />,
};

function Steps({ input }: { readonly input: ReportInput }) {
  const { run, analysis } = input;
  const starts = analysis.workloads.filter((workload) => startMetric(workload) !== undefined);
  const rows = analysis.rows.filter(({ workload }) => starts.some(({ id }) => id === workload));
  return (
    <>
      <p>{t("report-sections.steps-explained", { rounds: run.rounds, ...brackets(rows) })}</p>
      {starts.flatMap((workload) =>
        [false, true].map((warm) => (
          <StepTable key={`${workload.id} ${warm}`} input={input} workload={workload} warm={warm} />
        )),
      )}
    </>
  );
}

function StepTable(props: {
  readonly input: ReportInput;
  readonly workload: WorkloadPlan;
  readonly warm: boolean;
}) {
  const { input, workload, warm } = props;
  const rungs = rungsOf(input, workload.id, warm);
  if (rungs.length === 0) return null;
  const id = `${warm ? "warm" : "cold"}-${workload.id}`;
  const head = [
    t("report.head-rung"),
    t("report-sections.head-first-byte"),
    t("report.head-adds"),
    t("report.head-to"),
    t("report-sections.head-what-it-adds"),
    ...(warm ? [t("report.head-prework")] : []),
  ];
  return (
    <>
      <h3 id={idOf(id)}>
        {t(warm ? "report-sections.warm-starts" : "report-sections.cold-starts", {
          workload: workload.id,
        })}
      </h3>
      {warm ? (
        <p class="soft">{t("report-sections.warm-explained")}</p>
      ) : (
        <Waterfall input={input} workload={workload} />
      )}
      <TextTable
        id={`table-${id}`}
        head={head}
        lines={rungs.map(({ target, ready, interval, step, prework }) => [
          <TargetName target={target} />,
          <>
            {ready} <span class="soft interval">{interval}</span>
          </>,
          <Difference step={step} />,
          step === undefined ? "" : overText(step),
          <Coded text={wordsOf("adds", target.id, target.adds)} />,
          ...(warm ? [prework ?? t("report-sections.once-a-run")] : []),
        ])}
      />
    </>
  );
}

function Difference({ step }: { readonly step: Rung["step"] | undefined }) {
  if (step === undefined) return null;
  return (
    <>
      {step.shown ? <b>{step.difference}</b> : step.difference}{" "}
      <span class="soft interval">{step.interval}</span>
    </>
  );
}
