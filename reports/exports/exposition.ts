/** OpenMetrics text with gauges: https://prometheus.io/docs/specs/om/open_metrics_spec/ */
import type { Message, Said } from "../../bench/types.ts";
import { printable } from "../format.ts";

export type Labels = Readonly<Record<string, string>>;

export interface MetricFamily {
  readonly name: string;
  /** The name must end with the unit. */
  readonly unit?: string;
  readonly help: Message;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

export function exposition(families: readonly MetricFamily[]): string {
  return `${[...families.flatMap(familyLines), "# EOF"].join("\n")}\n`;
}

function familyLines({ name, unit = "", help, samples }: MetricFamily): string[] {
  return [
    `# TYPE ${name} gauge`,
    ...(unit === "" ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    // NaN would look like a measured number.
    ...samples
      .filter(({ value }) => Number.isFinite(value))
      .map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
  ];
}

/** A label without a value is the same as none. */
function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).filter(([, value]) => value !== "");
  return `{${pairs.map(([name, value]) => `${name}="${escaped(value)}"`).join(",")}}`;
}

function escaped(text: Said): string {
  return printable(text).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
