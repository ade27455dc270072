/** The lines of a command, each with its time of arrival. Marks of a guest's init are none. */
import type { TimedLines } from "../../bench/types.ts";
import { type FirstProcess, INIT_MARK, resultOf } from "../instance/first-process.ts";

export class TimedOutput {
  readonly #linesNs: number[] = [];
  #output = "";

  constructor(private readonly first: FirstProcess | undefined) {}

  arrived(chunk: Buffer, atNs: number): void {
    this.#output += chunk.toString("latin1");
    const lines = this.#own().split("\n").length - 1;
    while (this.#linesNs.length < lines) this.#linesNs.push(atNs);
  }

  /** How many lines the command itself has written so far. */
  get count(): number {
    return this.#linesNs.length;
  }

  /** Undefined if the command did not end well. */
  result(exitCode: number): TimedLines | undefined {
    const ended = resultOf(this.#output, { exitCode, atNs: 0n }, this.first);
    if (ended?.exitCode !== 0) return undefined;
    const stdout = Buffer.from(ended.stdout.replace(INIT_MARK, ""), "latin1").toString();
    const linesNs = this.#linesNs.slice(0, stdout.split("\n").length - 1);
    return { stdout, linesNs };
  }

  /** What the command itself has printed so far. */
  #own(): string {
    if (this.first?.kind !== "console") return this.#output;
    const mark = INIT_MARK.exec(this.#output);
    return mark === null ? "" : this.#output.slice(mark[0].length);
  }
}
