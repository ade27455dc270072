/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What an image takes: metrics that are sums of parts. */
import { say } from "../../../bench/messages.ts";
import type { ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { Stacks, stacksOf } from "../charts/stacks.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "image",
  title: say("report-sections.image"),
  short: say("report-page.to-image"),
  body: ({ input }) => <ImageSize input={input} />,
};

function ImageSize({ input }: { readonly input: ReportInput }) {
  const stacks = stacksOf(input).filter(({ unit }) => unit === "bytes");
  if (stacks.length === 0) return <p>{t("report-sections.not-measured")}</p>;
  return (
    <>
      <p>{t("report-sections.image-explained")}</p>
      {stacks.map((stack) => (
        <Stacks key={`${stack.workload} ${stack.metric}`} input={input} stack={stack} />
      ))}
    </>
  );
}
