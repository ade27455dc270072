/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A cell on an axis of changes: its estimate, its bounds, and what is allowed. */
import type { Bound, CellVerdict, Margin, Verdict } from "../../../bench/stats/judgement.ts";
import { shareThatCounts } from "../../../bench/stats/share.ts";
import { boundsOfCell } from "../../gate/words.ts";
import { signed, TWICE } from "../../text/figures.ts";
import { type Axis, logarithmicAxis } from "../charts/axis.ts";
import { Mark, type Shape } from "../charts/marks.tsx";
import { between } from "../charts/plot.tsx";
import { factorText } from "../charts/ticks.ts";

export const VERDICT_SHAPES: Readonly<Record<Verdict, Shape>> = {
  regressed: "triangle",
  inconclusive: "diamond",
  improved: "square",
  pass: "circle",
};

/** What is drawn: a cell at its end, or at one of its looks. */
export interface Drawn {
  readonly slowdown: number;
  readonly bounds: readonly Bound[];
  readonly margin: Margin;
  readonly verdict: Verdict;
  /** The bound that decides, where one does. */
  readonly deciding?: Bound["is"] | undefined;
}

/** Undefined where nothing could be estimated. */
export function drawnOf(cell: CellVerdict): Drawn | undefined {
  const { effect, margin, verdict, bound } = cell;
  if (effect === undefined || !(effect.slowdown > 0)) return undefined;
  return {
    slowdown: effect.slowdown,
    bounds: boundsOfCell(cell),
    margin,
    verdict,
    deciding: verdict === "inconclusive" ? undefined : bound?.is,
  };
}

/** The ends of what is neither worse nor better than allowed. */
function limitsOf(margin: Margin): readonly [number, number] {
  return [1 - shareThatCounts(margin), 1 + margin.effective];
}

/** One axis for all of them, with no change in sight. */
export function axisOf(drawn: readonly Drawn[]): Axis {
  return thinned(
    logarithmicAxis([
      0.97,
      1.03,
      ...drawn.flatMap(({ slowdown, bounds, margin }) => [
        slowdown,
        ...bounds.map((bound) => bound.slowdown),
        ...limitsOf(margin),
      ]),
    ]),
  );
}

/** More labels would run into each other on a phone. That of no change stays. */
const MOST_TICKS = 4;

function thinned(axis: Axis): Axis {
  const { ticks } = axis;
  if (ticks.length <= MOST_TICKS) return axis;
  const unchanged = Math.max(0, ticks.indexOf(1));
  return { ...axis, ticks: ticks.filter((_, index) => (index - unchanged) % 2 === 0) };
}

/** `+5%`, and `2x` where an axis goes that far. */
export function tickOf({ high }: Pick<Axis, "high">): (value: number) => string {
  return high < TWICE ? (value) => signed(value, 0) : factorText;
}

const BAND_PX = 18;

export function DrawnMarks(props: {
  readonly drawn: Drawn;
  readonly axis: Axis;
  readonly x: (value: number) => string;
  readonly y: number;
}) {
  const { drawn, axis, x, y } = props;
  const [from, to] = limitsOf(drawn.margin).map(x) as [string, string];
  const end = (is: Bound["is"]) => drawn.bounds.find((bound) => bound.is === is)?.slowdown;
  const [low, high] = [end("at-least"), end("at-most")];
  const ends = [
    { is: "at-least", at: low, open: axis.low },
    { is: "at-most", at: high, open: axis.high },
  ] as const;
  return (
    <>
      <rect
        class="margin"
        x={from}
        width={between(from, to)}
        y={y - BAND_PX / 2}
        height={BAND_PX}
      />
      <line class="limit" x1={to} x2={to} y1={y - BAND_PX / 2} y2={y + BAND_PX / 2} />
      {ends.map(({ is, at, open }) =>
        drawn.bounds.length === 0 ? null : (
          <line
            key={is}
            class={at === undefined ? "whisker open" : "whisker"}
            x1={x(at ?? open)}
            x2={x(drawn.slowdown)}
            y1={y}
            y2={y}
          />
        ),
      )}
      {ends.map(({ is, at }) =>
        at === undefined ? null : (
          <line
            key={is}
            class={drawn.deciding === is ? "whisker decides" : "whisker"}
            x1={x(at)}
            x2={x(at)}
            y1={y - 5}
            y2={y + 5}
          />
        ),
      )}
      <Mark
        shape={VERDICT_SHAPES[drawn.verdict]}
        colour={`is-${drawn.verdict}`}
        x={x(drawn.slowdown)}
        y={y}
      />
    </>
  );
}
