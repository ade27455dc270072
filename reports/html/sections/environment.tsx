/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What was measured where: the host, the harness, the targets' facts and the files' hashes. */

import { say } from "../../../bench/messages.ts";
import { medianOf } from "../../../bench/stats/summary.ts";
import type { Facts } from "../../../bench/types.ts";
import { quantity, targetLabel } from "../../format.ts";
import { hostFacts } from "../../host-words.ts";
import type { ReportInput } from "../../model.ts";
import { t, textOf, wordsOf } from "../../text/message.ts";
import { Coded } from "../parts/rich.tsx";
import { TextTable } from "../parts/text-table.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "environment",
  title: say("report-sections.environment"),
  short: say("report-page.to-environment"),
  body: ({ input }) => <Environment input={input} />,
};

function Environment({ input }: { readonly input: ReportInput }) {
  const { run, analysis } = input;
  const { start, end } = run.calibration;
  const medianText = (values: readonly number[] | undefined) =>
    values === undefined || values.length === 0
      ? t("report.not-measured")
      : quantity(medianOf(values), "ns");
  return (
    <>
      <h3 id="environment-host">{t("report-sections.host")}</h3>
      <TextTable
        id="host"
        head={[t("report-sections.head-fact"), t("report-sections.head-value")]}
        lines={hostFacts(run.host).map(([name, fact]) => [
          wordsOf("fact", name, name),
          textOf(fact),
        ])}
      />
      <h3 id="environment-harness">{t("report-sections.harness")}</h3>
      <TextTable
        id="harness"
        head={[
          t("report-sections.head-what"),
          t("report-sections.head-start"),
          t("report-sections.head-end"),
        ]}
        lines={[
          [
            t("report-sections.round-trip"),
            medianText(start?.channelNs),
            medianText(end?.channelNs),
          ],
          [t("report-sections.floor"), medianText(start?.floorNs), medianText(end?.floorNs)],
          [t("report-sections.single"), medianText(start?.singleNs), medianText(end?.singleNs)],
        ]}
      />
      <h3 id="environment-targets">{t("report-sections.targets")}</h3>
      <TextTable
        id="target-facts"
        head={[
          t("report-sections.head-target"),
          t("report.head-adds"),
          t("report-sections.head-round-trip"),
          t("report-sections.head-facts"),
        ]}
        lines={analysis.targets.map((target) => {
          const channel = analysis.channelNs.get(target.id);
          return [
            targetLabel(target),
            <Coded text={wordsOf("adds", target.id, target.adds)} />,
            channel === undefined ? t("report.not-measured") : quantity(channel, "ns"),
            target.ok ? (
              <FactList facts={target.facts} />
            ) : (
              t("report.unavailable-because", { reason: target.reason ?? "" })
            ),
          ];
        })}
      />
      <h3 id="environment-bytes">{t("report-sections.same-bytes")}</h3>
      <TextTable
        id="bytes"
        head={[
          t("report-sections.head-file"),
          t("report-sections.head-version"),
          t("report-sections.head-sha256"),
          t("report-sections.head-same-in"),
        ]}
        lines={run.image.tools.map(({ name, imagePath, version, sha256 }) => [
          `${name} (${imagePath})`,
          version,
          sha256,
          analysis.targets
            .filter((target) => target.ok)
            .map((target) =>
              target.toolHashes[name] === sha256
                ? target.id
                : t("report-sections.other-bytes", { target: target.id }),
            )
            .join(", "),
        ])}
      />
      <Programs programs={run.programs ?? {}} />
    </>
  );
}

/** Programs of the host that worked outside of instances. Nothing if none did. */
function Programs({ programs }: { readonly programs: Readonly<Record<string, string>> }) {
  const lines = Object.entries(programs);
  if (lines.length === 0) return null;
  return (
    <>
      <h3 id="environment-programs">{t("report-sections.programs")}</h3>
      <TextTable
        id="programs"
        head={[t("report-sections.head-program"), t("report-sections.head-version")]}
        lines={lines.map(([name, version]) => [name, version || t("report.not-measured")])}
      />
    </>
  );
}

/** A list with its count, such as that of hidden CPU flags. Only the count shows at first. */
const COUNTED_LIST = /^(\d+): (.+)$/;

function FactList({ facts }: { readonly facts: Facts }) {
  return (
    <dl class="facts">
      {Object.entries(facts).map(([name, fact]) => {
        const value = textOf(fact);
        const [, count, list] = COUNTED_LIST.exec(value) ?? [];
        return (
          <div key={name}>
            <dt>{wordsOf("fact", name, name)}</dt>
            <dd>
              {list === undefined ? (
                value
              ) : (
                <details>
                  <summary>{count}</summary> {list}
                </details>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
