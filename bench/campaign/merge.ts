/**
 * Merges the shards of one plan into one run. Parts that could not have come from one host, one
 * isotax and one plan are refused. All reasons are reported at once, so that nobody measures again
 * and then meets the next reason.
 */

import { IsotaxError } from "../errors.ts";
import { hashJson } from "../hash.ts";
import {
  changedTools,
  factNames,
  HOST_IDENTITY,
  otherOwnImage,
  sameFact,
  TARGET_IDENTITY,
} from "../identity.ts";
import { keyOf, say } from "../messages.ts";
import { type Cell, cellKey, makePlan } from "../plan.ts";
import { sealed } from "../plan-hash.ts";
import { runIdOf } from "../run-id.ts";
import type { Run, RunRecord, TargetState } from "../schema.ts";
import type { StoredRun } from "../store.ts";
import type { Message, Said, Warning } from "../types.ts";
import { shardName } from "./shard.ts";

/** A run folder, under the name that was given, with its contents. */
export interface RunPart extends Pick<StoredRun, "run" | "records" | "torn"> {
  readonly folder: string;
}

export type Merged = Pick<StoredRun, "run" | "records">;

interface Reason {
  readonly message: Message;
  readonly remedy: Message;
}

/** A part that is known to be a shard. */
interface ShardPart extends RunPart {
  readonly shard: NonNullable<Run["shard"]>;
}

/**
 * The parts may be in any order: the same parts give the same run. Errors: `CANNOT_MERGE`, with
 * every reason and the folders that it concerns.
 */
export function mergeShards(parts: readonly RunPart[]): Merged {
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
      say("campaign-merge.refused", { reasons: reasons.map(({ message }) => message) }),
      say("campaign.remedies", { remedies: eachOnce(reasons.map(({ remedy }) => remedy)) }),
    );
  }
  return { run: mergedRun(shards, first), records: mergedRecords(shards) };
}

function eachOnce(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [keyOf(message), message])).values()];
}

/** Why a folder cannot be part of any merged run. */
function ownReasons({ folder, run, records, torn }: RunPart): Reason[] {
  if (run.mergedFrom !== undefined) {
    return [
      {
        message: say("campaign-merge.merged-already", { folder }),
        remedy: say("campaign-merge.name-shards"),
      },
    ];
  }
  if (run.shard === undefined) {
    return [
      {
        message: say("campaign-merge.no-shard", { folder }),
        remedy: say("campaign-merge.merge-shards"),
      },
    ];
  }
  if (run.adaptive !== undefined) {
    return [
      {
        message: say("campaign-merge.free-to-end", { folder }),
        remedy: say("campaign-merge.same-rounds"),
      },
    ];
  }
  if (run.status !== "complete") {
    return [
      {
        message: say("campaign-merge.not-complete", { folder, status: run.status }),
        remedy: say("campaign-merge.go-on", { folder }),
      },
    ];
  }
  const cells = missingCells(run, records);
  if (!torn && cells === 0) return [];
  return [
    {
      message: say(torn ? "campaign-merge.cells-cut-off" : "campaign-merge.cells-lost", {
        folder,
        cells,
      }),
      remedy: say("campaign-merge.copy-again"),
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
  readonly value: Said | undefined;
  readonly parts: readonly ShardPart[];
}

function groupBy(
  parts: readonly ShardPart[],
  lookAt: (part: ShardPart) => Said | undefined,
): readonly Group[] {
  const groups: { value: Said | undefined; parts: ShardPart[] }[] = [];
  for (const part of parts) {
    const value = lookAt(part);
    const known = groups.find((group) => sameFact(group.value, value));
    if (known === undefined) groups.push({ value, parts: [part] });
    else known.parts.push(part);
  }
  return groups;
}

/** The values of all parts, if they differ. Undefined if they agree. */
function difference(
  what: Said,
  parts: readonly ShardPart[],
  lookAt: (part: ShardPart) => Said | undefined,
  nameOf: (part: ShardPart) => Said = ({ folder }) => folder,
): Message | undefined {
  const groups = groupBy(parts, lookAt);
  if (groups.length < 2) return undefined;
  const each = groups.map(({ value, parts: having }) => {
    const names = having.map(nameOf);
    if (value === undefined) return say("campaign-merge.absent-in", { parts: names });
    return say("campaign-merge.value-in", { value, parts: names });
  });
  return say("campaign-merge.differs", { what, each });
}

function told(remedy: Message, messages: readonly (Message | undefined)[]): Reason[] {
  return messages.flatMap((message) => (message === undefined ? [] : [{ message, remedy }]));
}

function planReasons(parts: readonly ShardPart[]): Reason[] {
  const differs = (what: Said, lookAt: (part: ShardPart) => Said | undefined) =>
    difference(what, parts, lookAt);
  return [
    ...told(say("campaign-merge.same-isotax"), [
      differs(say("campaign-merge.isotax"), ({ run }) => run.isotax),
      differs(say("campaign-merge.sources"), ({ run }) => run.code?.slice(0, 12)),
    ]),
    ...told(say("campaign-merge.same-flags"), [
      differs(say("campaign-merge.profile"), ({ run }) => run.profile),
      differs(say("campaign-merge.rounds"), ({ run }) => String(run.rounds)),
      differs(say("campaign-merge.seed"), ({ run }) => String(run.seed)),
      // The exact size is compared here. As a fact, it may differ by a few MiB.
      differs(say("campaign-merge.memory"), ({ run }) => String(run.memoryMiB)),
      differs(say("campaign-merge.cpus"), ({ run }) => String(run.cpus.length)),
      differs(say("campaign-merge.targets"), ({ run }) =>
        run.targets.map(({ id }) => id).join(", "),
      ),
      differs(say("campaign-merge.shards"), ({ shard }) => String(shard.count)),
      differs(say("campaign-merge.workloads"), ({ shard }) => shard.workloads.join(", ")),
      differs(say("campaign-merge.gate"), ({ run }) => run.gate && JSON.stringify(run.gate)),
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
      say(hasOwnImages(parts) ? "campaign-merge.same-own-image" : "campaign-merge.same-packages"),
      [imageDifference(parts)],
    ),
    ...told(say("campaign-merge.same-machines"), [
      ...HOST_IDENTITY.map((fact) =>
        difference(say("campaign-merge.host-fact", { fact }), parts, ({ run }) => run.host[fact]),
      ),
      ...ids.flatMap((id) => {
        const having = parts.filter((part) => targetOf(part, id)?.ok === true);
        return TARGET_IDENTITY.map((fact) =>
          difference(
            say("campaign-merge.target-fact", { target: id, fact }),
            having,
            (part) => targetOf(part, id)?.facts[fact],
          ),
        );
      }),
    ]),
    ...told(
      say("campaign-merge.same-targets"),
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
function availability(target: TargetState | undefined): Message {
  return say(target?.ok === true ? "campaign-merge.measured" : "campaign-merge.unavailable");
}

function imageDifference(parts: readonly ShardPart[]): Message | undefined {
  const found = difference(say("campaign-merge.image"), parts, ({ run }) =>
    run.image.digest.slice(0, 12),
  );
  const [one, ...others] = parts.map(({ run }) => run.image);
  if (found === undefined || one === undefined) return undefined;
  const changed = new Set(others.flatMap(({ tools }) => changedTools(one.tools, tools)));
  const own = hasOwnImages(parts) ? [say("own-image.yours")] : [];
  return say("campaign-merge.image-differs", { difference: found, tools: [...own, ...changed] });
}

/** Whether the parts have several images of the user's. */
function hasOwnImages([first, ...others]: readonly ShardPart[]): boolean {
  return others.some(({ run }) => first !== undefined && otherOwnImage(first.run.image, run.image));
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
      ? [say("campaign-merge.twice", { shard: shardName({ index, count }), folders })]
      : [];
  });
  const reasons = told(say("campaign-merge.name-once"), twice);
  // With another number of shards, missing and shared workloads follow from that.
  if (parts.some(({ shard }) => shard.count !== count)) return reasons;
  const absent = indexes.filter((index) => holders(index).length === 0);
  reasons.push(
    ...absent.map((index) => ({
      message: say("campaign-merge.missing", { shard: shardName({ index, count }) }),
      remedy: say("campaign-merge.name-all", { shard: `${absent[0]}/${count}` }),
    })),
  );
  const planned = new Set([...workloads, ...parts.flatMap(({ run }) => run.workloads.map(idOf))]);
  const overlaps = [...planned].flatMap((id) => {
    const having = parts.filter(({ run }) => run.workloads.some((one) => one.id === id));
    if (new Set(having.map(({ shard }) => shard.index)).size > 1) {
      const folders = having.map(({ folder }) => folder);
      return [say("campaign-merge.in-several", { workload: id, folders })];
    }
    if (having.length === 0 && absent.length === 0)
      return [say("campaign-merge.in-none", { workload: id })];
    return [];
  });
  reasons.push(...told(say("campaign-merge.other-division"), overlaps));
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
    programs: Object.assign({}, ...runs.map(({ programs }) => programs ?? {})),
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

function mergedWarnings(parts: readonly ShardPart[]): Warning[] {
  const known = new Map<string, Warning>();
  for (const warning of [...parts.flatMap(({ run }) => run.warnings), ...hostWarnings(parts)]) {
    const key = keyOf(warning.message);
    if (!known.has(key)) known.set(key, warning);
  }
  return [...known.values()];
}

function programNames(parts: readonly ShardPart[]): readonly string[] {
  return [...new Set(parts.flatMap(({ run }) => Object.keys(run.programs ?? {})))];
}

/** Differences between the machines that may matter, but are no reason to refuse them. */
function hostWarnings(parts: readonly ShardPart[]): Warning[] {
  const differs = (what: Said, lookAt: (part: ShardPart) => Said | undefined) =>
    difference(what, parts, lookAt, ({ shard }) =>
      say("campaign-merge.shard", { shard: shardName(shard) }),
    );
  const others = (facts: readonly Run["host"][], identity: readonly string[]) =>
    factNames(facts).filter((name) => !identity.includes(name));
  const booted = new Set(parts.map(({ run }) => run.bootId)).size > 1;
  const hosts = parts.map(({ run }) => run.host);
  const told = [
    booted ? say("campaign-merge.booted") : undefined,
    differs(say("campaign-merge.target-cpus"), ({ run }) => run.cpus.join(",")),
    differs(say("campaign-merge.harness-cpus"), ({ run }) => run.harnessCpus.join(",")),
    ...others(hosts, HOST_IDENTITY).map((name) => differs(name, ({ run }) => run.host[name])),
    ...programNames(parts).map((name) =>
      // Shards of other workloads use other programs.
      difference(
        name,
        parts.filter(({ run }) => run.programs?.[name] !== undefined),
        ({ run }) => run.programs?.[name],
        ({ shard }) => say("campaign-merge.shard", { shard: shardName(shard) }),
      ),
    ),
    ...targetIds(parts).flatMap((id) => {
      const facts = parts.map((part) => targetOf(part, id)?.facts ?? {});
      return others(facts, TARGET_IDENTITY).map((fact) =>
        differs(
          say("campaign-merge.target-fact", { target: id, fact }),
          (part) => targetOf(part, id)?.facts[fact],
        ),
      );
    }),
  ].filter((message) => message !== undefined);
  if (told.length === 0) return [];
  return [
    {
      code: "host-changed",
      message: say("campaign-merge.between-shards", { differences: told }),
      remedy: say("campaign-merge.compare-within"),
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
