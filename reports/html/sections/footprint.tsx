/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What one more instance takes, counted in several ways, with the parts of each. */
import type { ReportInput } from "../../model.ts";
import { ResultGrids } from "../parts/result-grids.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "footprint",
  title: "Memory and disk of one more instance",
  body: ({ input }) => <Footprints input={input} />,
};

function Footprints({ input }: { readonly input: ReportInput }) {
  const measured = input.analysis.workloads.filter(({ metrics }) =>
    metrics.some(({ fold }) => fold?.how === "slope"),
  );
  if (measured.length === 0) {
    return <p>Not asked for in this run (--workloads footprint measures it).</p>;
  }
  return (
    <>
      <p>
        A figure is the slope over several instances at once: what they share is not in it. pss:
        pages of the processes, shared pages in part. cgroup: memory that is charged to the
        instance, with the kernel's own and the page cache. available: how much less memory the host
        has for others; other programs on the host blur it. disk: blocks used.
      </p>
      <ResultGrids input={input} workloads={measured} rows={input.analysis.rows} />
    </>
  );
}
