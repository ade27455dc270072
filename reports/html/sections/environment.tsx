/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What was measured where: the host, the harness, the targets' facts and the files' hashes. */

import { medianOf } from "../../../bench/stats/summary.ts";
import type { Facts } from "../../../bench/types.ts";
import { quantity, targetLabel } from "../../format.ts";
import type { ReportInput } from "../../model.ts";
import { textOf } from "../../text/message.ts";
import { TextTable } from "../parts/text-table.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "environment",
  title: "Environment",
  body: ({ input }) => <Environment input={input} />,
};

function Environment({ input }: { readonly input: ReportInput }) {
  const { run, analysis } = input;
  const { start, end } = run.calibration;
  const medianText = (values: readonly number[] | undefined) =>
    values === undefined || values.length === 0 ? "not measured" : quantity(medianOf(values), "ns");
  return (
    <>
      <h3>Host</h3>
      <TextTable head={["fact", "value"]} lines={Object.entries(run.host)} />
      <h3>What the harness costs</h3>
      <TextTable
        head={["what", "at the start", "at the end"]}
        lines={[
          [
            "round trip that spawns nothing",
            medianText(start?.channelNs),
            medianText(end?.channelNs),
          ],
          [
            "spawn to first byte, no isolation, back to back",
            medianText(start?.floorNs),
            medianText(end?.floorNs),
          ],
          [
            "the same as a single start after a pause, as starts are measured",
            medianText(start?.singleNs),
            medianText(end?.singleNs),
          ],
        ]}
      />
      <h3>Targets</h3>
      <TextTable
        head={["target", "adds", "round trip to its agent", "facts"]}
        lines={analysis.targets.map((target) => {
          const channel = analysis.channelNs.get(target.id);
          return [
            targetLabel(target),
            target.adds,
            channel === undefined ? "not measured" : quantity(channel, "ns"),
            target.ok ? (
              <FactList facts={target.facts} />
            ) : (
              `unavailable: ${textOf(target.reason ?? "")}`
            ),
          ];
        })}
      />
      <h3>The same bytes everywhere</h3>
      <TextTable
        head={["file", "version", "sha256", "same in"]}
        lines={run.image.tools.map(({ name, imagePath, version, sha256 }) => [
          `${name} (${imagePath})`,
          version,
          sha256,
          analysis.targets
            .filter((target) => target.ok)
            .map((target) => (target.toolHashes[name] === sha256 ? target.id : `NOT ${target.id}`))
            .join(", "),
        ])}
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
            <dt>{name}</dt>
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
