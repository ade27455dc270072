/**
 * What happens, on stderr. On a terminal one line is rewritten: what runs now,
 * rounds done, time left. Elsewhere every step is a line. Nothing is drawn while
 * a cell is measured: a spinner would take the time that is being taken.
 */
import pc from "picocolors";
import type { Cell } from "../bench/plan.ts";
import type { RunRecord } from "../bench/schema.ts";
import { heartbeat } from "./heartbeat.ts";
import { rewriteLine, standardError, type Terminal, tell } from "./terminal.ts";

export interface StepOptions {
  /** Goes from a terminal when it is done. */
  readonly passing?: boolean;
  /** Takes samples: nothing is said in between. */
  readonly measures?: boolean;
  /** Is said to begin at once: it computes, so that no timer is heard for a while. */
  readonly long?: boolean;
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

  /** A step of the set-up, with how long it took. */
  async step<T>(
    title: string,
    work: () => Promise<T>,
    done?: (result: T) => string,
    { passing = false, measures = false, long = false }: StepOptions = {},
  ): Promise<T> {
    const from = performance.now();
    this.#rewrite(`${pc.cyan(">")} ${title} ...`);
    if (long && !this.#live) this.say(`> ${title} ...`);
    const stopBeat =
      this.#live || measures
        ? undefined
        : heartbeat((seconds) => this.say(`> ${title} ... (${duration(seconds * 1000)})`));
    try {
      const result = await work();
      if (passing && this.#live) return result;
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      const detail = done === undefined ? "" : `: ${done(result)}`;
      this.say(`${pc.green("+")} ${title}${detail} ${pc.dim(`(${seconds} s)`)}`);
      return result;
    } catch (error) {
      this.say(`${pc.red("x")} ${title}`);
      throw error;
    } finally {
      stopBeat?.();
    }
  }

  /** A cell begins. */
  cell(cell: Cell, rounds: number, done: number, total: number, leftMs: number): void {
    const share = total === 0 ? 1 : done / total;
    const width = 10;
    const filled = Math.round(share * width);
    const bar = `${"#".repeat(filled)}${"-".repeat(width - filled)}`;
    // A narrow terminal cuts off the end: the time left stands before it.
    this.#rewrite(
      `[${bar}] ${done}/${total}  ${duration(leftMs)} left  ` +
        `round ${cell.round}/${rounds}  ${cell.workload} on ${cell.target}`,
    );
  }

  /** A cell has ended. Only failures stay on a terminal. */
  record(record: RunRecord, rounds: number, done: number, total: number, leftMs: number): void {
    const { outcome, target, workload, round, wallNs } = record;
    if (outcome.status === "failed") {
      this.say(
        `${pc.red("x")} round ${round}/${rounds}  ${workload} on ${target}: ${outcome.reason}`,
      );
      return;
    }
    if (this.#live) return;
    const took = outcome.status === "ok" ? `${(wallNs / 1e9).toFixed(2)} s` : "unavailable";
    this.say(
      `round ${round}/${rounds}  ${done}/${total}  ${workload} on ${target}: ${took}, ${duration(leftMs)} left`,
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

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
