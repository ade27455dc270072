/** The page's script: draws the charts and redraws them when theme or choice change. */
import { BoxAndWiskers, BoxPlotController } from "@sgratzl/chartjs-chart-boxplot";
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Title,
  Tooltip,
} from "chart.js";
import { highestOf, lowestOf } from "../../../bench/stats/extent.ts";
import { digits, quantity } from "../../numbers.ts";
import type { ChartData, Distribution, ImageBars, Ladder } from "../data.ts";
import { fill } from "../template.ts";

Chart.register(
  BarController,
  BarElement,
  BoxPlotController,
  BoxAndWiskers,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Legend,
  Title,
  Tooltip,
);
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.family = "system-ui, sans-serif";

const data = JSON.parse(element("chart-data").textContent ?? "{}") as ChartData;
/** Labels of the axis. A label with a mark has two lines, since a phone has no room for one. */
function labelsFor(has: (target: string) => boolean): (string | string[])[] {
  return data.targets.map(({ id, mark, absent }) => {
    if (!has(id)) return [id, absent];
    return mark === undefined ? id : [id, mark];
  });
}
const charts = new Map<string, Chart>();

/** Okabe and Ito's colours, which colour-blind readers can tell apart. */
const PHASE_COLOURS: Readonly<Record<string, string>> = {
  kernel: "#009e73",
  init: "#0072b2",
  ready: "#56b4e9",
  exited: "#e69f00",
  removed: "#cc79a7",
};
/** Marks tell the phases apart without colour. */
const PHASE_MARKS: Readonly<Record<string, string>> = {
  kernel: "star",
  init: "triangle",
  ready: "circle",
  exited: "rect",
  removed: "rectRot",
};
const PART_COLOURS = [
  "#0072b2",
  "#56b4e9",
  "#009e73",
  "#f0e442",
  "#e69f00",
  "#d55e00",
  "#cc79a7",
  "#999999",
];

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * A colour of the current theme. The browser resolves it: the custom property's own text holds the
 * colours of both themes.
 */
function colour(name: string): string {
  swatch.style.color = `var(${name})`;
  return getComputedStyle(swatch).color;
}
const swatch = document.body.appendChild(document.createElement("span"));
swatch.hidden = true;

/** A chart needs room for its axis and legend, and for each target's bar. */
const LEAST_HEIGHT_PX = 280;
const HEIGHT_PX = 110;
const HEIGHT_OF_TARGET_PX = 30;

function draw(id: string, configuration: ChartConfiguration): void {
  charts.get(id)?.destroy();
  const height = Math.max(LEAST_HEIGHT_PX, HEIGHT_PX + HEIGHT_OF_TARGET_PX * data.targets.length);
  const frame = element(id).parentElement;
  if (frame !== null) frame.style.height = `${height}px`;
  charts.set(id, new Chart(element(id) as HTMLCanvasElement, configuration));
}

function axis(title: string) {
  return {
    title: { display: true, text: title, color: colour("--ink") },
    ticks: { color: colour("--ink"), maxRotation: 0 },
    grid: { color: colour("--line") },
  };
}

/** The axis names every target, however many there are. */
function targetAxis() {
  return {
    ...axis(""),
    title: { display: false },
    ticks: { color: colour("--ink"), maxRotation: 0, autoSkip: false },
  };
}

/** A logarithmic axis over a shorter range would have a single label if it named decades only. */
const SHORT_AXIS = 20;

/**
 * A logarithmic axis labels its decades, since more labels would overlap. A short one labels 2 and
 * 5 as well.
 */
function ticks(logarithmic: boolean) {
  return {
    color: colour("--ink"),
    maxRotation: 0,
    callback: (value: string | number, _index: number, all: readonly { value: number }[]) => {
      const number = Number(value);
      const [first, last] = [all[0]?.value ?? 1, all.at(-1)?.value ?? 1];
      const named = last / first < SHORT_AXIS ? [1, 2, 5] : [1];
      const mantissa = number / 10 ** Math.floor(Math.log10(number) + 1e-9);
      const isNamed = named.some((one) => Math.abs(mantissa - one) < 1e-9);
      return logarithmic && !isNamed ? "" : String(Number(number.toPrecision(6)));
    },
  };
}

const legend = () => ({ labels: { color: colour("--ink"), boxWidth: 14 } });

function drawLadder(ladder: Ladder, logarithmic: boolean): void {
  const phases = ladder.phases.filter(({ id }) =>
    ladder.rows.some(({ segments }) => segments.some(({ phase }) => phase === id)),
  );
  const ends = ladder.rows.flatMap(({ segments }) => segments.map(({ to }) => to));
  // A logarithmic axis has no zero: it begins at the power of ten below the first stamp.
  const origin = logarithmic ? 10 ** Math.floor(Math.log10(lowestOf(ends)) - 0.01) : 0;
  const rowsOf = (phase: string) =>
    ladder.rows.map(({ segments }) => segments.find((segment) => segment.phase === phase));
  draw(`ladder-${ladder.workload}`, {
    // Lengths on a logarithmic axis cannot be compared, so it has marks instead of bars.
    type: logarithmic ? "line" : "bar",
    data: {
      labels: labelsFor((id) =>
        ladder.rows.some(({ target, segments }) => target === id && segments.length > 0),
      ),
      datasets: phases.map(({ id: phase, name }) => ({
        label: name,
        backgroundColor: PHASE_COLOURS[phase] ?? "#999999",
        ...(logarithmic
          ? {
              showLine: false,
              pointRadius: 7,
              pointHoverRadius: 9,
              pointStyle: PHASE_MARKS[phase] ?? "circle",
              borderColor: colour("--ink"),
              data: rowsOf(phase).map((segment) => segment?.to ?? null),
            }
          : {
              grouped: false,
              data: rowsOf(phase).map((segment): [number, number] | null =>
                segment === undefined ? null : [segment.from, segment.to],
              ),
            }),
      })),
    },
    options: {
      indexAxis: "y",
      scales: {
        x: {
          ...axis(logarithmic ? data.words.sinceSpawnLogarithmic : data.words.sinceSpawn),
          type: logarithmic ? "logarithmic" : "linear",
          min: origin,
          max: highestOf(ends) * (logarithmic ? 1.3 : 1.05),
          ticks: ticks(logarithmic),
        },
        y: { ...targetAxis(), offset: true },
      },
      plugins: {
        legend: { labels: { ...legend().labels, usePointStyle: logarithmic } },
        tooltip: {
          callbacks: {
            label: ({ datasetIndex, dataIndex }) =>
              rowsOf(phases[datasetIndex]?.id ?? "")[dataIndex]?.told ?? "",
          },
        },
      },
    },
  } as ChartConfiguration);
}

/** What a pointer at a box is told: of the point below it, if there is one. */
type Told = Readonly<Record<"min" | "q1" | "median" | "mean" | "q3" | "max", number>> &
  Readonly<Record<"outliers" | "items", readonly number[]>>;

interface Pointed {
  readonly raw: Told;
  readonly hoveredOutlierIndex: number;
  readonly hoveredItemIndex: number;
}

function boxText({ raw, ...at }: Pointed, unit: string): string {
  const shown = (value: number) => `${digits(value)} ${unit}`.trim();
  const outlier = raw.outliers[at.hoveredOutlierIndex];
  if (outlier !== undefined) return fill(data.words.outlier, { value: shown(outlier) });
  const item = raw.items[at.hoveredItemIndex];
  if (item !== undefined) return fill(data.words.sample, { value: shown(item) });
  return fill(data.words.quartiles, {
    min: shown(raw.min),
    q1: shown(raw.q1),
    median: shown(raw.median),
    mean: shown(raw.mean),
    q3: shown(raw.q3),
    max: shown(raw.max),
  });
}

function drawDistribution(distribution: Distribution): void {
  const { key, factor, unit, logarithmic: wide } = distribution;
  const values = distribution.series.flatMap((series) => series.values);
  draw("distribution", {
    type: "boxplot",
    data: {
      labels: labelsFor((id) => distribution.series.some(({ target }) => target === id)),
      datasets: [
        {
          label: key,
          data: data.targets.map(
            ({ id }) =>
              distribution.series
                .find(({ target }) => target === id)
                ?.values.map((value) => value / factor) ?? [],
          ),
          backgroundColor: colour("--box"),
          borderColor: colour("--accent"),
          itemBackgroundColor: colour("--accent"),
          itemRadius: 2,
          outlierBackgroundColor: colour("--accent"),
          medianColor: colour("--ink"),
        },
      ],
    },
    options: {
      indexAxis: "y",
      scales: {
        x: {
          ...axis(distribution.axis),
          type: wide ? "logarithmic" : "linear",
          ...(wide
            ? {
                min: lowestOf(values) / factor / 1.5,
                max: (highestOf(values) / factor) * 1.5,
              }
            : {}),
          ticks: ticks(wide),
        },
        y: targetAxis(),
      },
      plugins: {
        legend: { display: false },
        // The choice above is not printed.
        title: { display: true, text: key, color: colour("--ink") },
        tooltip: {
          callbacks: {
            label: ({ formattedValue }: { formattedValue: unknown }) =>
              boxText(formattedValue as Pointed, unit),
          },
        },
      },
    },
  } as ChartConfiguration);
  element("distribution").setAttribute("aria-label", distribution.description);
  element("distribution-note").textContent = distribution.note;
}

/** A part has one colour in all charts. */
const parts = [...new Set(data.image.flatMap((bars) => bars.parts))];

function drawImage(bars: ImageBars): void {
  draw(`image-${bars.kind}`, {
    type: "bar",
    data: {
      labels: labelsFor((id) => bars.measured.includes(id)),
      datasets: bars.parts.map((part, index) => ({
        label: part,
        stack: "bytes",
        backgroundColor: PART_COLOURS[parts.indexOf(part) % PART_COLOURS.length] ?? "#999999",
        data: bars.bytes.map((row) => (row[index] ?? 0) / 1e6),
      })),
    },
    options: {
      indexAxis: "y",
      scales: {
        x: { ...axis("MB"), stacked: true },
        y: { ...targetAxis(), stacked: true },
      },
      plugins: {
        legend: legend(),
        tooltip: {
          callbacks: {
            label: ({ dataset, raw }) =>
              `${dataset.label}: ${quantity(Number(raw) * 1e6, "bytes")}`,
          },
        },
      },
    },
  });
}

const choice = document.getElementById("distribution-choice") as HTMLSelectElement | null;
const logarithmic = document.getElementById("ladder-log") as HTMLInputElement | null;

function drawAll(): void {
  for (const ladder of data.ladders) {
    if (ladder.rows.some(({ segments }) => segments.length > 0)) {
      drawLadder(ladder, logarithmic?.checked ?? true);
    }
  }
  drawChosen();
  for (const bars of data.image) if (bars.parts.length > 0) drawImage(bars);
}

function drawChosen(): void {
  const chosen = data.distributions.find(({ key }) => key === choice?.value);
  if (chosen !== undefined) drawDistribution(chosen);
}

choice?.addEventListener("change", drawChosen);
logarithmic?.addEventListener("change", drawAll);
element("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark =
    root.dataset["theme"] === "dark" ||
    (root.dataset["theme"] === undefined && prefersDark.matches);
  root.dataset["theme"] = dark ? "light" : "dark";
  drawAll();
});
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
prefersDark.addEventListener("change", drawAll);
// Paper is white, whatever theme the screen shows.
let onScreen: string | undefined;
addEventListener("beforeprint", () => {
  onScreen = document.documentElement.dataset["theme"];
  document.documentElement.dataset["theme"] = "light";
  drawAll();
});
addEventListener("afterprint", () => {
  if (onScreen === undefined) delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = onScreen;
  drawAll();
});

drawAll();
document.documentElement.dataset["drawn"] = "yes";
