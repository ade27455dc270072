/** Pictures for a README: what a start costs on a target, in the newest run of a host. */
import width from "string-width";
import xmlbuilder from "xmlbuilder";
import type { RunDigest } from "../../bench/stats/run-digest.ts";
import type { HostTrends } from "../../bench/stats/trends.ts";
import { printable } from "../format.ts";
import { quantity } from "../numbers.ts";
import { t } from "../text/message.ts";
import { differenceText } from "./words.ts";

export interface Badge {
  readonly target: string;
  readonly label: string;
  /** `+14.9 ms`: what the start adds to native's. Native's own has no sign. */
  readonly figure: string;
  readonly doubtful: boolean;
}

const START = { workload: "start.exec", metric: "ready" };

export function badgesOf({ newest, madeUp }: HostTrends): readonly Badge[] {
  return newest.rows
    .filter(({ workload, metric }) => workload === START.workload && metric === START.metric)
    .map((row): Badge => {
      const { target, overhead, value, unit } = row;
      const shown =
        overhead === undefined
          ? quantity(value.median, unit)
          : differenceText(overhead.median, unit);
      const emulated = isEmulated(newest, target);
      const figure = madeUp
        ? t("site.badge-made-up", { figure: shown })
        : emulated
          ? t("site.badge-emulated", { figure: shown })
          : shown;
      const label = printable(t("site.badge-start", { target }));
      return { target, label, figure, doubtful: madeUp || emulated };
    });
}

function isEmulated({ targets }: RunDigest, id: string): boolean {
  return targets.find((target) => target.id === id)?.emulated === true;
}

const HEIGHT = 20;
/** Of a column of text, and beside it. */
const COLUMN_PX = 7;
const PADDING_PX = 8;

/** A badge as SVG. Its colours have enough contrast for small text. */
export function badgeSvg({ label, figure, doubtful }: Badge): string {
  const widths = [label, figure].map((text) => width(text) * COLUMN_PX + 2 * PADDING_PX);
  const [left, right] = widths as [number, number];
  const said = `${label}: ${figure}`;
  const svg = xmlbuilder.create("svg", { headless: true, invalidCharReplacement: "\ufffd" });
  svg.att({
    xmlns: "http://www.w3.org/2000/svg",
    width: left + right,
    height: HEIGHT,
    role: "img",
    "aria-label": said,
  });
  svg.ele("title", {}, said);
  svg.ele("rect", { width: left, height: HEIGHT, fill: "#3b4148" });
  svg.ele("rect", {
    x: left,
    width: right,
    height: HEIGHT,
    fill: doubtful ? "#7a5200" : "#0b5cad",
  });
  const texts = svg.ele("g", {
    fill: "#ffffff",
    "font-family": "Verdana, DejaVu Sans, sans-serif",
    "font-size": 11,
    "text-anchor": "middle",
  });
  texts.ele("text", { x: left / 2, y: 14 }, label);
  texts.ele("text", { x: left + right / 2, y: 14 }, figure);
  return `${svg.end({ pretty: true })}\n`;
}
