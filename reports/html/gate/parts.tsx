/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The parts of the page below its head, and which of them a judgement has something for. */
import type { ComponentChildren } from "preact";
import type { CellVerdict, Judgement } from "../../../bench/stats/judgement.ts";
import { withShortNames } from "../../gate/short-names.ts";
import { byVerdict, notable, readingNotes } from "../../gate/words.ts";
import { t } from "../../text/message.ts";
import { arrows } from "./arrows.ts";
import { CellTable, Findings } from "./cells.tsx";
import { GateForest } from "./forest.tsx";
import type { GatePageInput } from "./input.ts";
import { hasLooks, Looks } from "./looks.tsx";
import { hasTrend, Trends } from "./trend.tsx";

export interface Part {
  readonly id: string;
  readonly name: string;
  readonly heading: string;
  readonly body: ComponentChildren;
}

/** The parts that this judgement has something for. */
export function partsOf({ judgement, compared }: GatePageInput, source: string): readonly Part[] {
  const { cells } = withShortNames(judgement);
  const short: Judgement = { ...judgement, cells };
  const counting = byVerdict(short);
  const parts: (Part | undefined)[] = [
    counting.some(({ effect }) => effect !== undefined)
      ? {
          ...part("changes", "gate-page.change-nav", "gate-page.change"),
          body: <GateForest cells={counting} source={source} />,
        }
      : undefined,
    counting.length > 0
      ? {
          ...part("found", "gate-page.found-nav", "gate-page.found"),
          body: <Findings cells={notable(short)} />,
        }
      : undefined,
    {
      ...part("cells", "gate-page.cells", "gate-page.cells"),
      body: <CellTable cells={sorted(short)} />,
    },
    counting.some(hasLooks)
      ? {
          ...part("looks", "gate-page.looks-nav", "gate-page.looks"),
          body: <Looks cells={counting} source={source} />,
        }
      : undefined,
    counting.some(hasTrend)
      ? {
          ...part("history", "gate-page.trend-nav", "gate-page.trend"),
          body: <Trends cells={counting} source={source} />,
        }
      : undefined,
    compared === undefined
      ? undefined
      : {
          ...part("needs", "gate-page.needs", "gate-page.needs"),
          body: <p>{compared.needs()}</p>,
        },
    {
      ...part("reading", "gate.how-to-read", "gate.how-to-read"),
      body: <List lines={readingNotes(short)} />,
    },
  ];
  return parts.filter((one) => one !== undefined);
}

type Title =
  | "gate.how-to-read"
  | `gate-page.${"change" | "found" | "looks" | "trend"}${"" | "-nav"}`
  | "gate-page.cells"
  | "gate-page.needs";

function part(id: string, name: Title, heading: Title): Omit<Part, "body"> {
  return { id, name: t(name), heading: t(heading) };
}

/** Those that count first, the worst of them before the others. */
function sorted(judgement: Judgement): readonly CellVerdict[] {
  return [...byVerdict(judgement), ...judgement.cells.filter(({ gated }) => !gated)];
}

export function List({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{arrows(line)}</li>
      ))}
    </ul>
  );
}
