/**
 * The account of one open instance. It has its own groups, so that its use is told apart from the
 * use of others. They are made before the launcher is started. A cold start has no account: it is
 * timed, and its use is not asked for.
 */
import type { OpenSpec } from "../../bench/types.ts";
import { pidsOf, type RunContext } from "../context.ts";
import type { ShellText } from "../host/shell.ts";
import { makeCgroup, removeCgroup } from "../kernel/cgroups.ts";

export class Account {
  readonly #groups: string[];

  /** `launchers`: the name of an existing group, the one that `join` enters. */
  constructor(
    private readonly context: RunContext,
    private readonly instance: string,
    launchers: string,
    /** Shell lines that move the launcher, and with it all that it starts, into this account. */
    readonly join: readonly ShellText[],
  ) {
    this.#groups = [launchers];
  }

  /** The names of the control groups that were made here. */
  get groups(): readonly string[] {
    return this.#groups;
  }

  /**
   * Makes a group with the size that all targets get, for an instance that makes none itself.
   * Returns the group's folders.
   */
  sizingCgroup(size: Pick<OpenSpec, "cpus" | "memoryMiB" | "pids">): readonly string[] {
    const { cgroups } = this.context;
    if (cgroups.version === 0) return [];
    const name = this.context.cgroupName(`${this.instance}-size`);
    this.#groups.push(name);
    return makeCgroup(cgroups, name, { ...size, pids: pidsOf(size) });
  }

  /** Removes the groups. Call it when the launcher has ended: remaining processes are killed. */
  async remove(): Promise<void> {
    for (const group of this.#groups.splice(0).reverse()) await removeCgroup(group);
  }
}
