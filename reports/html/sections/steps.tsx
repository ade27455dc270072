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
        From the bottom rung up: how much later the first byte comes than on the rung below, in the
        same round. Medians of {run.rounds} round(s){brackets(rows)}. In bold where that interval
        leaves out zero: elsewhere no difference was shown. Where the rung below was not measured,
        the next one down stands in, and the difference holds both.
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
          Each begins from something that was made beforehand; prework is the time spent on that for
          each start. What is made once a run is said among the target's facts.
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
