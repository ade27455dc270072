/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The ladder from the bottom up: what each rung adds to the one below it. */
import type { WorkloadPlan } from "../../../bench/schema.ts";
import { brackets } from "../../format.ts";
import { type ReportInput, startMetric } from "../../model.ts";
import { overText, type Rung, rungsOf } from "../../steps.ts";
import { TargetName } from "../parts/target-name.tsx";
import { TextTable } from "../parts/text-table.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "steps",
  title: "What each rung adds",
  body: ({ input }) => <Steps input={input} />,
};

function Steps({ input }: { readonly input: ReportInput }) {
  const { run, analysis } = input;
  const starts = analysis.workloads.filter((workload) => startMetric(workload) !== undefined);
  const rows = analysis.rows.filter(({ workload }) => starts.some(({ id }) => id === workload));
  return (
    <>
      <p>
        The tables begin at the bottom rung. They show how much later the first byte comes than on
        the rung below, in the same round. Figures are medians of {run.rounds} round(s)
        {brackets(rows)}. A difference is bold where its interval leaves out zero; elsewhere no
        difference was shown. Where the rung below was not measured, the next lower one stands in,
        and the difference includes both steps.
      </p>
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
  const head = ["rung", "to the first byte", "adds", "to", "what it adds"];
  return (
    <>
      <h3>
        {workload.id}: {warm ? "warm starts" : "cold starts"}
      </h3>
      {warm ? (
        <p class="soft">
          A warm start begins from something that was made beforehand. Prework is the time spent on
          that for each start. The target's facts say what is made once in a run.
        </p>
      ) : null}
      <TextTable
        head={warm ? [...head, "prework"] : head}
        lines={rungs.map(({ target, ready, interval, step, prework }) => [
          <TargetName target={target} />,
          <>
            {ready} <span class="soft interval">{interval}</span>
          </>,
          <Difference step={step} />,
          step === undefined ? "" : overText(step),
          target.adds,
          ...(warm ? [prework ?? "once a run"] : []),
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
