import { say } from "../../bench/messages.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { isEmulated } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t, textOf } from "../text/message.ts";
import type { Export } from "./export.ts";
import type { MetricFamily } from "./exposition.ts";
import { metricFamilies } from "./openmetrics.ts";
import { json } from "./series.ts";

/** Grafana's names of our units. A factor has its sign behind it. */
const UNITS: Readonly<Record<string, string>> = {
  seconds: "s",
  bytes: "decbytes",
  bytes_per_second: "Bps",
  operations_per_second: "ops",
  ratio: "suffix:x",
};

const SOURCE = { type: "prometheus", uid: "$source" };
/** A dashboard is 24 columns wide. */
const HALF = 12;
const HEIGHT = 9;

/**
 * A dashboard for what `openmetrics` exports, with a panel for each kind of figure that this run
 * has. One host is shown at a time, and emulated targets have panels of their own.
 */
export const grafana: Export = {
  format: "grafana",
  file: "grafana-dashboard.json",
  about: say("exports.grafana"),
  render: (input) =>
    json({
      title: "isotax",
      uid: "isotax",
      description: t("exports.grafana-about"),
      tags: ["isotax"],
      schemaVersion: 39,
      editable: true,
      graphTooltip: 1,
      time: { from: "now-90d", to: "now" },
      templating: { list: variables() },
      panels: placed(panelsOf(input)),
    }),
};

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly [field: string]: unknown;
}

function variables() {
  return [
    { name: "source", label: t("exports.grafana-source"), type: "datasource", query: "prometheus" },
    // Figures of two hosts do not belong into one chart.
    variable("instance", t("exports.grafana-host"), "isotax_run_info", { multi: false }),
    variable("target", t("exports.grafana-target"), "isotax_cells"),
    variable("workload", t("exports.grafana-workload"), "isotax_cells"),
  ];
}

function variable(label: string, shown: string, name: string, { multi } = { multi: true }) {
  return {
    name: label,
    label: shown,
    type: "query",
    datasource: SOURCE,
    query: `label_values(${name}, ${label})`,
    refresh: 2,
    multi,
    ...(multi ? { includeAll: true, current: { text: "All", value: "$__all" } } : {}),
  };
}

function panelsOf(input: ReportInput): readonly Panel[] {
  const families = metricFamilies(input);
  const figures = families.filter(({ samples }) => samples.some(({ labels }) => "stat" in labels));
  const emulated = input.analysis.targets.filter(isEmulated).map(({ id }) => escapeMarkdown(id));
  return [
    ...figures.map((family) => seriesPanel(family, false)),
    ...(emulated.length === 0
      ? []
      : [
          {
            type: "text",
            title: t("exports.emulated"),
            options: {
              mode: "markdown",
              content: t("exports.grafana-emulated", { targets: emulated }),
            },
          },
          ...figures.map((family) => seriesPanel(family, true)),
        ]),
    ...families.filter(({ name }) => name === "isotax_cells").map(cellsPanel),
  ];
}

function seriesPanel({ name, unit = "", help }: MetricFamily, emulated: boolean): Panel {
  const labels = [
    'instance=~"$instance"',
    'target=~"$target"',
    'workload=~"$workload"',
    `emulated="${emulated}"`,
    'stat="median"',
  ];
  return {
    type: "timeseries",
    title: emulated ? `${name} (TCG, emulated)` : name,
    description: textOf(help),
    datasource: SOURCE,
    fieldConfig: {
      defaults: {
        unit: UNITS[unit] ?? "short",
        custom: { drawStyle: "line", showPoints: "always", spanNulls: true },
      },
      overrides: [],
    },
    options: {
      legend: {
        showLegend: true,
        displayMode: "table",
        placement: "bottom",
        calcs: ["lastNotNull"],
      },
    },
    targets: [
      {
        refId: "A",
        datasource: SOURCE,
        expr: `${name}{${labels.join(",")}}`,
        legendFormat: "{{workload}}/{{metric}} on {{target}}",
      },
    ],
  };
}

/** How many cells failed: only those that are ok have figures. */
function cellsPanel({ name, help }: MetricFamily): Panel {
  return {
    type: "timeseries",
    title: name,
    description: textOf(help),
    datasource: SOURCE,
    fieldConfig: { defaults: { unit: "short" }, overrides: [] },
    targets: [
      {
        refId: "A",
        datasource: SOURCE,
        expr: `sum(${name}{instance=~"$instance",status!="ok"})by(target,status)`,
        legendFormat: "{{target}}: {{status}}",
      },
    ],
  };
}

/** Two panels in a row. */
function placed(panels: readonly Panel[]) {
  return panels.map((panel, at) => ({
    id: at + 1,
    gridPos: { x: (at % 2) * HALF, y: Math.floor(at / 2) * HEIGHT, w: HALF, h: HEIGHT },
    ...panel,
  }));
}
