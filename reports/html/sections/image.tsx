/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What an image takes: metrics that are sums of parts. */
import { say } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import type { ReportInput } from "../../model.ts";
import { t, textOf } from "../../text/message.ts";
import { partOf, Stacks } from "../charts/stacks.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "image",
  title: say("report-sections.image"),
  body: ({ input }) => <ImageSize input={input} />,
};

const TITLES: Readonly<Record<string, Message>> = {
  shipped: say("report-sections.shipped"),
  disk: say("report-sections.on-disk"),
};

function ImageSize({ input }: { readonly input: ReportInput }) {
  const { rows, workloads } = input.analysis;
  const sums = workloads.flatMap(({ id, metrics }) =>
    metrics
      .filter(({ fold }) => fold?.how === "sum")
      .filter((metric) => rows.some((row) => row.workload === id && row.metric === metric.id))
      .map((metric) => ({ workload: id, metric: metric.id })),
  );
  if (sums.length === 0) return <p>{t("report-sections.not-measured")}</p>;
  const parts = rows
    .filter(({ workload, is }) =>
      sums.some((sum) => sum.workload === workload && is.role === "part" && is.of === sum.metric),
    )
    .map(partOf);
  return (
    <>
      <p>{t("report-sections.image-explained")}</p>
      {sums.map(({ workload, metric }) => (
        <Stacks
          key={`${workload} ${metric}`}
          input={input}
          workload={workload}
          metric={metric}
          title={textOf(TITLES[metric] ?? metric)}
          parts={[...new Set(parts)]}
        />
      ))}
    </>
  );
}
