/**
 * The account of one open instance: its groups are its own, so that what it takes is told apart from
 * what others take. They are made before the launcher is started. A cold start has none: it is timed,
 * and nobody asks what it takes.
 */
import type { OpenSpec } from "../../bench/types.ts";
import { PIDS_LIMIT, type RunContext } from "../context.ts";
import type { ShellText } from "../host/shell.ts";
import { makeCgroup, removeCgroup } from "../kernel/cgroups.ts";

export class Account {
  readonly #groups: string[];

  /** `launchers`: name of the group that `join` leads into, which exists. */
  constructor(
    private readonly context: RunContext,
    private readonly instance: string,
    launchers: string,
    /** Shell lines by which the launcher, and all that it starts, is counted here. */
    readonly join: readonly ShellText[],
  ) {
    this.#groups = [launchers];
  }

  /** Names of the control groups that were made here. */
  get groups(): readonly string[] {
    return this.#groups;
  }

  /** Folders of a group with the size that all targets get, for an instance that makes none itself. */
  sizingCgroup({ cpus, memoryMiB }: Pick<OpenSpec, "cpus" | "memoryMiB">): readonly string[] {
    const { cgroups } = this.context;
    if (cgroups.version === 0) return [];
    const name = this.context.cgroupName(`${this.instance}-size`);
    this.#groups.push(name);
    return makeCgroup(cgroups, name, { cpus, memoryMiB, pids: PIDS_LIMIT });
  }

  /** Call it when the launcher has ended: what is left in the groups is killed. */
  async remove(): Promise<void> {
    for (const group of this.#groups.splice(0).reverse()) await removeCgroup(group);
  }
}
