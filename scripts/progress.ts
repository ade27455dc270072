/**
 * Progress on stderr. On a terminal one line is rewritten: what runs now, rounds done, time left.
 * Elsewhere every step is a line. Nothing is drawn while a cell is measured, since a spinner would
 * take CPU time from it.
 */

import pc from "picocolors";
import type { Position } from "../bench/campaign/events.ts";
import type { Cell } from "../bench/plan.ts";
import type { RunRecord } from "../bench/schema.ts";
import { t } from "../reports/text/message.ts";
import { heartbeat } from "./heartbeat.ts";
import { rewriteLine, standardError, type Terminal, tell } from "./terminal.ts";

export interface StepOptions {
  /** Its line disappears from a terminal when the step is done. */
  readonly passing?: boolean;
  /** The step takes samples, so nothing is printed in between. */
  readonly measures?: boolean;
  /** Its start is printed at once: the step computes, so timers do not fire for a while. */
  readonly long?: boolean;
  /** Time left from its start on, for all that is to be done, if anything is known. */
  readonly leftMs?: number | undefined;
}

/** A step that has begun. */
export interface OpenStep {
  /** `detail`: the result of the step in words. */
  done(detail?: string): void;
  failed(): void;
}

export class Progress {
  readonly #live: boolean;
  #lineOpen = false;

  constructor(readonly terminal: Terminal = standardError) {
    this.#live = terminal.isTTY === true;
  }

  /** A line that stays. */
  say(text: string): void {
    this.#clear();
    tell(`${text}\n`, this.terminal);
  }

  warn(text: string): void {
    this.say(`${pc.yellow("!")} ${text}`);
  }

  /** Begins a step. The line that it ends with says how long it took. */
  begin(title: string, { passing, measures, long, leftMs }: StepOptions = {}): OpenStep {
    const fromMs = performance.now();
    const begun =
      leftMs === undefined
        ? t("terminal.step-begun", { title })
        : t("terminal.step-begun-with", { title, leftMs });
    this.#rewrite(`${pc.cyan(">")} ${begun}`);
    if (long === true && !this.#live) this.say(`> ${begun}`);
    const stopBeat =
      this.#live || measures === true
        ? undefined
        : heartbeat((seconds) => this.say(`> ${t("terminal.step-goes-on", { title, seconds })}`));
    return {
      done: (detail) => {
        stopBeat?.();
        if (passing === true && this.#live) return;
        const took = t("terminal.took", { ms: performance.now() - fromMs });
        const said =
          detail === undefined ? title : t("terminal.step-done", { title, result: detail });
        this.say(`${pc.green("+")} ${said} ${pc.dim(took)}`);
      },
      failed: () => {
        stopBeat?.();
        this.say(`${pc.red("x")} ${title}`);
      },
    };
  }

  /** Does a step of the command line's own. */
  async step<T>(
    title: string,
    work: () => Promise<T>,
    done?: (result: T) => string,
    options?: StepOptions,
  ): Promise<T> {
    const open = this.begin(title, options);
    try {
      const result = await work();
      open.done(done?.(result));
      return result;
    } catch (error) {
      open.failed();
      throw error;
    }
  }

  /** A cell begins. */
  cell(cell: Cell, position: Position): void {
    const { cellsDone, cellsDue, leftMs } = position;
    const share = cellsDue === 0 ? 1 : cellsDone / cellsDue;
    const width = 10;
    const filled = Math.round(share * width);
    const bar = `${"#".repeat(filled)}${"-".repeat(width - filled)}`;
    // A narrow terminal cuts off the end, so the time left comes early.
    this.#rewrite(`[${bar}] ${t("terminal.cell", { ...placeOf(cell, position), leftMs })}`);
  }

  /** A cell has ended. Only failures stay on a terminal. */
  record(record: RunRecord, position: Position): void {
    const { outcome, wallNs } = record;
    const { leftMs } = position;
    const place = placeOf(record, position);
    if (outcome.status === "failed") {
      const { reason } = outcome;
      this.say(`${pc.red("x")} ${t("terminal.cell-failed", { ...place, reason })}`);
      return;
    }
    if (this.#live) return;
    this.say(
      outcome.status === "ok"
        ? t("terminal.cell-measured", { ...place, ns: wallNs, leftMs })
        : t("terminal.cell-unavailable", { ...place, leftMs }),
    );
  }

  end(): void {
    this.#clear();
  }

  #rewrite(text: string): void {
    if (!this.#live) return;
    rewriteLine(text, this.terminal);
    this.#lineOpen = true;
  }

  #clear(): void {
    if (this.#lineOpen) rewriteLine("", this.terminal);
    this.#lineOpen = false;
  }
}

function placeOf(
  { round, workload, subject }: Pick<Cell, "round" | "workload" | "subject">,
  { rounds, cellsDone, cellsDue }: Position,
) {
  return { round, rounds, done: cellsDone, due: cellsDue, workload, subject };
}
