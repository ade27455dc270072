/** Draws the distribution of the chosen metric: machines that were emulated have an axis of their own. */
import { BoxAndWiskers, BoxPlotController } from "@sgratzl/chartjs-chart-boxplot";
import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LogarithmicScale,
  Title,
  Tooltip,
} from "chart.js";
import { highestOf, lowestOf } from "../../../bench/stats/extent.ts";
import { digits } from "../../numbers.ts";
import type { ChartTarget, ChartWords, Distribution } from "../data.ts";
import { isBoxed } from "../quantiles.ts";
import { fill } from "../template.ts";
import { colour, element } from "./page.ts";

Chart.register(
  BoxPlotController,
  BoxAndWiskers,
  CategoryScale,
  LinearScale,
  LogarithmicScale,
  Title,
  Tooltip,
);
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.family = "system-ui, sans-serif";

/** A chart needs room for its axis, and for each target's box. */
const HEIGHT_PX = 90;
const HEIGHT_OF_TARGET_PX = 30;
const LEAST_HEIGHT_PX = 140;

const charts = new Map<string, Chart>();

function draw(id: string, targets: number, configuration: ChartConfiguration): void {
  charts.get(id)?.destroy();
  const height = Math.max(LEAST_HEIGHT_PX, HEIGHT_PX + HEIGHT_OF_TARGET_PX * targets);
  const frame = element(id).parentElement;
  if (frame !== null) frame.style.height = `${height}px`;
  charts.set(id, new Chart(element(id) as HTMLCanvasElement, configuration));
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

/** What a pointer at a box is told: of the point below it, if there is one. */
type Told = Readonly<Record<"min" | "q1" | "median" | "mean" | "q3" | "max", number>> &
  Readonly<Record<"outliers" | "items", readonly number[]>>;

interface Pointed {
  readonly raw: Told;
  readonly hoveredOutlierIndex: number;
  readonly hoveredItemIndex: number;
}

function boxText(words: ChartWords, { raw, ...at }: Pointed, of: Distribution): string {
  const shown = (value: number) => `${digits(value)} ${of.unit}`.trim();
  const outlier = raw.outliers[at.hoveredOutlierIndex];
  if (outlier !== undefined) return fill(words.outlier, { value: shown(outlier) });
  const item = raw.items[at.hoveredItemIndex];
  if (item !== undefined) return fill(words.sample, { value: shown(item) });
  return fill(words.quartiles, {
    min: shown(raw.min),
    q1: shown(raw.q1),
    median: shown(raw.median),
    mean: shown(raw.mean),
    q3: shown(raw.q3),
    max: shown(raw.max),
  });
}

function drawOn(
  id: string,
  targets: readonly ChartTarget[],
  words: ChartWords,
  distribution: Distribution,
): void {
  const { key, factor, logarithmic: wide } = distribution;
  const series = targets.map(({ id: target }) =>
    distribution.series.find((one) => one.target === target),
  );
  const all = series.map((one) => one?.values ?? []);
  const values = all.flat();
  const boxed = (yes: string) => (context: { dataIndex: number }) =>
    isBoxed(all[context.dataIndex] ?? []) ? yes : "transparent";
  const axis = (title: string) => ({
    title: { display: title !== "", text: title, color: colour("--ink") },
    grid: { color: colour("--line") },
  });
  draw(id, targets.length, {
    type: "boxplot",
    data: {
      labels: targets.map((target, index) =>
        all[index]?.length === 0 ? [target.id, target.absent] : target.id,
      ),
      datasets: [
        {
          label: key,
          data: all.map((own) => own.map((value) => value / factor)),
          backgroundColor: boxed(colour("--box")),
          borderColor: boxed(colour("--accent")),
          itemBackgroundColor: colour("--accent"),
          itemRadius: 2,
          outlierBackgroundColor: colour("--accent"),
          medianColor: boxed(colour("--ink")),
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
            ? { min: lowestOf(values) / factor / 1.5, max: (highestOf(values) / factor) * 1.5 }
            : {}),
          ticks: ticks(wide),
        },
        y: {
          ...axis(""),
          ticks: { color: colour("--ink"), maxRotation: 0, autoSkip: false },
        },
      },
      plugins: {
        legend: { display: false },
        // The choice above is not printed.
        title: { display: true, text: key, color: colour("--ink") },
        tooltip: {
          callbacks: {
            label: ({ formattedValue }: { formattedValue: unknown }) =>
              boxText(words, formattedValue as Pointed, distribution),
          },
        },
      },
    },
  } as ChartConfiguration);
}

export function drawDistribution(
  targets: readonly ChartTarget[],
  words: ChartWords,
  distribution: Distribution,
): void {
  const emulated = targets.filter(({ mark }) => mark !== undefined);
  const isMeasured = ({ id }: ChartTarget) => distribution.series.some((one) => one.target === id);
  drawOn(
    "distribution",
    targets.filter((target) => !emulated.includes(target)),
    words,
    distribution,
  );
  const apart = emulated.some(isMeasured);
  element("distribution-apart").hidden = !apart;
  if (apart) drawOn("distribution-emulated", emulated, words, distribution);
  const { key: metric, note: samples, better } = distribution;
  const said = fill(words.boxPlotOf[better] ?? "", { metric, samples });
  for (const id of ["distribution", "distribution-emulated"]) {
    element(id).setAttribute("aria-label", said);
  }
}
