/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What was found of each cell, in words and as a table. */
import type { ComponentChildren } from "preact";
import type { CellVerdict, Verdict } from "../../../bench/stats/judgement.ts";
import { plain } from "../../gate/plain.ts";
import {
  besidesText,
  boundLines,
  cellText,
  effectText,
  findings,
  lossLines,
  marginText,
  mediansText,
  metricText,
  remedyText,
  sideLines,
  targetText,
  verdictText,
} from "../../gate/words.ts";
import { t } from "../../text/message.ts";
import { TextTable } from "../parts/text-table.tsx";
import { arrows } from "./arrows.ts";

/** More would push the rest of the page out of sight. */
const MOST = 5;

/** Those that did not pass, the worst first, each with its reason and what to do. */
export function Findings({ cells }: { readonly cells: readonly CellVerdict[] }) {
  const rest = cells.slice(MOST);
  if (cells.length === 0) return <p>{t("gate-page.all-passed")}</p>;
  return (
    <>
      <List cells={cells.slice(0, MOST)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("gate-page.more-findings", { count: rest.length })}</summary>
          <List cells={rest} />
        </details>
      )}
    </>
  );
}

function List({ cells }: { readonly cells: readonly CellVerdict[] }) {
  return (
    <ul class="found">
      {cells.map((cell, index) => {
        const remedy = remedyText(cell);
        const said = [...findings(cell), mediansText(cell), besidesText(cell)];
        return (
          <li key={index}>
            <strong>{arrows(cellText(cell))}</strong> <VerdictTag cell={cell} />
            {said
              .filter((line) => line !== "")
              .map((line, number) => (
                <p key={line} class={number === 0 ? undefined : "soft"}>
                  {arrows(line)}
                </p>
              ))}
            {remedy === "" ? null : <p>→ {remedy}</p>}
          </li>
        );
      })}
    </ul>
  );
}

export function CellTable({ cells }: { readonly cells: readonly CellVerdict[] }) {
  return (
    <TextTable
      id="all-cells"
      caption={t("gate-page.cells-caption")}
      head={[
        t("gate-page.cell"),
        t("gate.verdicts"),
        t("gate.margin"),
        t("gate.changed"),
        `${t("gate.bounds")} ${t("gate.bounds-signs")}`,
        t("gate.base"),
        t("gate.head"),
        t("gate.rounds-failed"),
      ]}
      lines={cells.map((cell) => [
        <CellName key="name" cell={cell} />,
        <VerdictTag key="verdict" cell={cell} />,
        marginText(cell.margin, cell),
        effectText(cell) || t("gate.unknown"),
        lines(boundLines(cell)),
        lines(sideLines(cell.baseSide, cell)),
        lines(sideLines(cell.headSide, cell)),
        lossLines(cell).length === 0 ? t("gate.unknown") : lines(lossLines(cell)),
      ])}
    />
  );
}

/** A longer name is broken: the figures beside it would be out of sight otherwise. */
const LONG = 48;

function CellName({ cell }: { readonly cell: CellVerdict }) {
  const name = `${plain(cell.workload)}/${metricText(cell)}`;
  return (
    <>
      {name.length > LONG ? <span class="long">{name}</span> : name}
      <br />
      <span class="soft">{arrows(targetText(cell))}</span>
    </>
  );
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  regressed: "✕",
  inconclusive: "?",
  improved: "+",
  pass: "✓",
};

/** The verdict's word behind its sign: colour alone tells nothing. */
export function VerdictTag({ cell }: { readonly cell: CellVerdict }) {
  return (
    <span class={`verdict is-${cell.verdict}`}>
      <span aria-hidden="true">{SIGNS[cell.verdict]}</span> {verdictText(cell)}
    </span>
  );
}

function lines(all: readonly string[]): ComponentChildren {
  if (all.length === 0) return t("gate.none");
  return all.map((line, index) => (
    <>
      {index === 0 ? null : <br />}
      <span class="interval">{arrows(line)}</span>
    </>
  ));
}
