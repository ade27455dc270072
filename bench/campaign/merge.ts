/**
 * Merges the shards of one plan into one run. Parts that could not have come from one host, one
 * isotax and one plan are refused. All reasons are reported at once, so that nobody measures again
 * and then meets the next reason.
 */

import { IsotaxError } from "../errors.ts";
import { hashJson } from "../hash.ts";
import { changedTools, factNames, HOST_IDENTITY, sameFact, TARGET_IDENTITY } from "../identity.ts";
import { keyOf } from "../messages.ts";
import { type Cell, cellKey, makePlan } from "../plan.ts";
import { sealed } from "../plan-hash.ts";
import { runIdOf } from "../run-id.ts";
import type { Run, RunRecord, TargetState } from "../schema.ts";
import type { StoredRun } from "../store.ts";
import type { Facts, Warning } from "../types.ts";
import { shardName } from "./shard.ts";

/** A run folder, under the name that was given, with its contents. */
export interface Part extends Pick<StoredRun, "run" | "records" | "torn"> {
  readonly folder: string;
}

export type Merged = Pick<StoredRun, "run" | "records">;

interface Reason {
  readonly message: string;
  readonly remedy: string;
}

/** A part that is known to be a shard. */
interface ShardPart extends Part {
  readonly shard: NonNullable<Run["shard"]>;
}

/**
 * The parts may be in any order: the same parts give the same run. Errors: `CANNOT_MERGE`, with
 * every reason and the folders that it concerns.
 */
export function mergeShards(parts: readonly Part[]): Merged {
  const shards = parts
    .flatMap((part): ShardPart[] =>
      part.run.shard === undefined ? [] : [{ ...part, shard: part.run.shard }],
    )
    .sort((a, b) => a.shard.index - b.shard.index);
  const reasons = [
    ...parts.flatMap(ownReasons),
    ...planReasons(shards),
    ...machineReasons(shards),
    ...coverageReasons(shards),
  ];
  const [first] = shards;
  if (reasons.length > 0 || first === undefined) {
    throw new IsotaxError(
      "CANNOT_MERGE",
      `these folders do not make one run:\n${reasons.map(({ message }) => `  - ${message}`).join("\n")}`,
      [...new Set(reasons.map(({ remedy }) => remedy))].join("\n     "),
    );
  }
  return { run: mergedRun(shards, first), records: mergedRecords(shards) };
}

/** Why a folder cannot be part of any merged run. */
function ownReasons({ folder, run, records, torn }: Part): Reason[] {
  if (run.mergedFrom !== undefined) {
    return [
      {
        message: `${folder} is a merged run already`,
        remedy: "name the folders of the shards, not the run that was merged from them",
      },
    ];
  }
  if (run.shard === undefined) {
    return [
      {
        message: `${folder} was not made with --shard`,
        remedy: "merge what `isotax run --shard i/n` wrote; other runs are reported each by itself",
      },
    ];
  }
  if (run.adaptive !== undefined) {
    return [
      {
        message: `${folder} was free to end early: it chose its number of rounds without the other shards`,
        remedy: "give all shards the same --rounds, and let none end early",
      },
    ];
  }
  if (run.status !== "complete") {
    return [
      {
        message: `${folder} is not complete: its status is "${run.status}"`,
        remedy: `go on with it first, where it was measured: isotax run --resume ${folder}`,
      },
    ];
  }
  const missing = missingCells(run, records);
  if (!torn && missing === 0) return [];
  return [
    {
      message: `${folder} says that it is complete, but ${missing} of its cells are not in records.ndjson${torn ? ", whose last line is cut off" : ""}`,
      remedy: "copy the folder again from where it was measured: part of it was lost on the way",
    },
  ];
}

function planOf(run: Run): readonly Cell[] {
  return makePlan({ ...run, targets: run.targets.map(({ id }) => id) });
}

/** Counts the cells that should have a record. An "unavailable" record stands for all rounds. */
function missingCells(run: Run, records: readonly RunRecord[]): number {
  const pair = ({ target, workload }: Pick<Cell, "target" | "workload">) => `${target}/${workload}`;
  const recorded = new Set(records.map(cellKey));
  const unavailable = new Set(
    records.filter(({ outcome }) => outcome.status === "unavailable").map(pair),
  );
  return planOf(run).filter((cell) => !recorded.has(cellKey(cell)) && !unavailable.has(pair(cell)))
    .length;
}

/** A value, and the parts that have it. */
interface Group {
  readonly value: string;
  readonly parts: readonly ShardPart[];
}

function groupBy(
  parts: readonly ShardPart[],
  lookAt: (part: ShardPart) => string | undefined,
): readonly Group[] {
  const groups: { value: string; parts: ShardPart[] }[] = [];
  for (const part of parts) {
    const value = lookAt(part) ?? "not there";
    const known = groups.find((group) => sameFact(group.value, value));
    if (known === undefined) groups.push({ value, parts: [part] });
    else known.parts.push(part);
  }
  return groups;
}

/** The values of all parts, if they differ. Undefined if they agree. */
function difference(
  name: string,
  parts: readonly ShardPart[],
  lookAt: (part: ShardPart) => string | undefined,
  nameOf: (part: ShardPart) => string = ({ folder }) => folder,
): string | undefined {
  const groups = groupBy(parts, lookAt);
  if (groups.length < 2) return undefined;
  const each = groups.map(({ value, parts: ones }) => `${value} in ${ones.map(nameOf).join(", ")}`);
  return `${name}: ${each.join("; ")}`;
}

function told(remedy: string, messages: readonly (string | undefined)[]): Reason[] {
  return messages.flatMap((message) => (message === undefined ? [] : [{ message, remedy }]));
}

function planReasons(parts: readonly ShardPart[]): Reason[] {
  const differs = (name: string, lookAt: (part: ShardPart) => string | undefined) =>
    difference(name, parts, lookAt);
  return [
    ...told("measure all shards with the same isotax: run those again that another one measured", [
      differs("isotax", ({ run }) => run.isotax),
      differs("sources of isotax", ({ run }) => run.code?.slice(0, 12)),
    ]),
    ...told("give all shards the same flags; only i differs in --shard i/n", [
      differs("profile", ({ run }) => run.profile),
      differs("rounds", ({ run }) => String(run.rounds)),
      differs("seed", ({ run }) => String(run.seed)),
      // The exact size is compared here. As a fact, it may differ by a few MiB.
      differs("memory in MiB", ({ run }) => String(run.memoryMiB)),
      differs("number of CPUs", ({ run }) => String(run.cpus.length)),
      differs("targets", ({ run }) => run.targets.map(({ id }) => id).join(", ")),
      differs("number of shards", ({ shard }) => String(shard.count)),
      differs("workloads of the plan", ({ shard }) => shard.workloads.join(", ")),
      differs("what a gate asks", ({ run }) => run.gate && JSON.stringify(run.gate)),
    ]),
  ];
}

function targetOf({ run }: ShardPart, id: string): TargetState | undefined {
  return run.targets.find((target) => target.id === id);
}

function targetIds(parts: readonly ShardPart[]): readonly string[] {
  return [...new Set(parts.flatMap(({ run }) => run.targets.map(({ id }) => id)))];
}

function machineReasons(parts: readonly ShardPart[]): Reason[] {
  const ids = targetIds(parts);
  return [
    ...told(
      "install the same packages on all machines, and run the shards that have another image again",
      [imageDifference(parts)],
    ),
    ...told(
      "samples of different machines cannot be mixed: run all shards on machines of one kind",
      [
        ...HOST_IDENTITY.map((name) =>
          difference(`host: ${name}`, parts, (at) => factOf(at.run.host, name)),
        ),
        ...ids.flatMap((id) => {
          const having = parts.filter((part) => targetOf(part, id)?.ok === true);
          return TARGET_IDENTITY.map((name) =>
            difference(`${id}: ${name}`, having, (part) => factOf(targetOf(part, id)?.facts, name)),
          );
        }),
      ],
    ),
    ...told(
      "make it ready on all machines (isotax doctor says how) or leave it out of all shards, and run again those that differ",
      ids.map((id) => {
        // If a plan does not have the target, the difference in targets reports it.
        const planned = parts.filter((part) => targetOf(part, id) !== undefined);
        return difference(id, planned, (part) => availability(targetOf(part, id)));
      }),
    ),
  ];
}

/**
 * Only whether the target can be measured is compared: the reason may have other words on another
 * machine.
 */
function availability(target: TargetState | undefined): string {
  return target?.ok === true ? "measured" : "unavailable";
}

function imageDifference(parts: readonly ShardPart[]): string | undefined {
  const text = difference("image", parts, ({ run }) => run.image.digest.slice(0, 12));
  const [one, ...others] = parts.map(({ run }) => run.image);
  if (text === undefined || one === undefined) return undefined;
  const changed = new Set(others.flatMap(({ tools }) => changedTools(one.tools, tools)));
  return `${text} (other bytes: ${[...changed].join(", ") || "libraries"})`;
}

/** Checks that each workload of the plan is in one shard, and that all shards are present. */
function coverageReasons(parts: readonly ShardPart[]): Reason[] {
  const [first] = parts;
  if (first === undefined) return [];
  const { count, workloads } = first.shard;
  const indexes = Array.from({ length: count }, (_, at) => at + 1);
  const holders = (index: number) => parts.filter(({ shard }) => shard.index === index);
  const twice = indexes.flatMap((index) => {
    const folders = holders(index).map(({ folder }) => folder);
    return folders.length > 1
      ? [`shard ${index}/${count} is there twice: ${folders.join(", ")}`]
      : [];
  });
  const reasons = told("name each shard once", twice);
  // With another number of shards, missing and shared workloads follow from that.
  if (parts.some(({ shard }) => shard.count !== count)) return reasons;
  const absent = indexes.filter((index) => holders(index).length === 0);
  reasons.push(
    ...absent.map((index) => ({
      message: `shard ${index}/${count} is missing`,
      remedy: `name the folder of each shard; one that was not measured yet: isotax run --shard ${absent[0]}/${count}, with the flags of the others`,
    })),
  );
  const planned = new Set([...workloads, ...parts.flatMap(({ run }) => run.workloads.map(idOf))]);
  const overlaps = [...planned].flatMap((id) => {
    const having = parts.filter(({ run }) => run.workloads.some((one) => one.id === id));
    if (new Set(having.map(({ shard }) => shard.index)).size > 1) {
      return [`${id} is in more than one shard: ${having.map(({ folder }) => folder).join(", ")}`];
    }
    if (having.length === 0 && absent.length === 0) return [`${id} is in none of the shards`];
    return [];
  });
  reasons.push(...told("the shards are of different divisions: run them again", overlaps));
  return reasons;
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function mergedRun(parts: readonly ShardPart[], first: ShardPart): Run {
  const runs = parts.map(({ run }) => run);
  const { shard: _, ...base } = first.run;
  const last = runs
    .flatMap(({ finishedAt }) => finishedAt ?? [])
    .sort()
    .at(-1);
  const createdAt = runs.map((run) => run.createdAt).sort()[0] ?? first.run.createdAt;
  const planned = runs.flatMap(({ workloads }) => workloads);
  return sealed({
    ...base,
    // Derived from the shards' ids, so that the same shards always make the same run.
    runId: runIdOf(new Date(createdAt), hashJson(runs.map(({ runId }) => runId)).slice(0, 4)),
    createdAt,
    ...(last === undefined ? {} : { finishedAt: last }),
    mergedFrom: runs.map((run) => ({
      runId: run.runId,
      bootId: run.bootId,
      createdAt: run.createdAt,
      ...(run.finishedAt === undefined ? {} : { finishedAt: run.finishedAt }),
      workloads: run.workloads.map(idOf),
    })),
    workloads: first.shard.workloads.flatMap((id) => planned.find((one) => one.id === id) ?? []),
    // One whole calibration: the start of one host beside the end of another would look like drift.
    calibration: first.run.calibration,
    warnings: mergedWarnings(parts),
    harness: mergedHarness(runs),
  });
}

/**
 * Machine time, not elapsed time, because shards may have run side by side. No estimate was shown
 * for the whole.
 */
function mergedHarness(runs: readonly Run[]): Run["harness"] {
  const walls = runs.flatMap(({ harness }) => harness.wallMs ?? []);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    setupMs: sum(runs.map(({ harness }) => harness.setupMs)),
    ...(walls.length < runs.length ? {} : { wallMs: sum(walls) }),
    estimates: [],
  };
}

function factOf(facts: Facts | undefined, name: string): string | undefined {
  const value = facts?.[name];
  return value === undefined ? undefined : keyOf(value);
}

function mergedWarnings(parts: readonly ShardPart[]): Warning[] {
  const known = new Map<string, Warning>();
  for (const warning of [...parts.flatMap(({ run }) => run.warnings), ...hostWarnings(parts)]) {
    const key = keyOf(warning.message);
    if (!known.has(key)) known.set(key, warning);
  }
  return [...known.values()];
}

/** Differences between the machines that may matter, but are no reason to refuse them. */
function hostWarnings(parts: readonly ShardPart[]): Warning[] {
  const differs = (name: string, lookAt: (part: ShardPart) => string | undefined) =>
    difference(name, parts, lookAt, ({ shard }) => `shard ${shardName(shard)}`);
  const others = (facts: readonly Run["host"][], identity: readonly string[]) =>
    factNames(facts).filter((name) => !identity.includes(name));
  const booted = new Set(parts.map(({ run }) => run.bootId)).size > 1;
  const hosts = parts.map(({ run }) => run.host);
  const told = [
    booted ? "the host was booted anew, or is another one of its kind" : undefined,
    differs("CPUs of the targets", ({ run }) => run.cpus.join(",")),
    differs("CPUs of the harness", ({ run }) => run.harnessCpus.join(",")),
    ...others(hosts, HOST_IDENTITY).map((name) =>
      differs(name, ({ run }) => factOf(run.host, name)),
    ),
    ...targetIds(parts).flatMap((id) => {
      const facts = parts.map((part) => targetOf(part, id)?.facts ?? {});
      return others(facts, TARGET_IDENTITY).map((name) =>
        differs(`${id}: ${name}`, (part) => factOf(targetOf(part, id)?.facts, name)),
      );
    }),
  ].filter((text) => text !== undefined);
  if (told.length === 0) return [];
  return [
    {
      code: "host-changed",
      message: `between the shards of this run: ${told.join("; ")}`,
      remedy:
        "one host measured all targets of a workload: compare those; between workloads, trust the overheads more than the absolute figures",
    },
  ];
}

/**
 * The records in order, one shard after the other. Positions continue where the shard before ends.
 */
function mergedRecords(parts: readonly ShardPart[]): readonly RunRecord[] {
  let before = 0;
  return parts.flatMap(({ run, records }) => {
    const offset = before;
    before += planOf(run).length;
    return records.map((record) => ({ ...record, position: offset + record.position }));
  });
}
