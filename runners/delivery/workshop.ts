/** A source, and the builds that are made of it: each is timed, and its CPU time counted. */
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { makeNewFolder } from "../../bench/files.ts";
import type { BuildOrder, Built, Comparison, Workshop, WorkshopOrder } from "../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { accounted } from "../launch/launcher.ts";
import { failingIn } from "../phase.ts";
import type { Builder, Building, Made, OpenBuilder } from "./builder.ts";
import { ELSEWHERE, HERE } from "./elsewhere.ts";
import { compare, type Listed, type Listing } from "./listing.ts";
import { changeSource, copySource, makeSource } from "./source.ts";

/** Errors: `RunnerError`. */
export async function openWorkshop(
  builder: Builder,
  context: RunContext,
  order: WorkshopOrder,
  signal: AbortSignal,
): Promise<Workshop> {
  return failingIn("open", async () => {
    const lack = builder.probe();
    if (lack !== undefined) throw new IsotaxError("NO_BUILDER", lack.reason, lack.remedy);
    return unwoundOnFailure(async (closers) => {
      const folder = closers.use(context.instanceFolder(context.instanceName(builder.id))).path;
      const source = join(folder, "source");
      makeSource(source);
      const { image, cpus } = order;
      const open = await builder.open({ context, image, folder, signal });
      closers.defer(() => open.close());
      return new OpenWorkshop(builder, context, { folder, source, cpus, open, closers, signal });
    });
  });
}

interface Parts {
  readonly folder: string;
  readonly source: string;
  readonly cpus: readonly number[];
  readonly open: OpenBuilder;
  readonly closers: Closers;
  readonly signal: AbortSignal;
}

class OpenWorkshop implements Workshop {
  readonly #made: Made[] = [];
  readonly #known = new Set<string>();
  readonly #listings = new Map<number, Listing>();

  constructor(
    private readonly builder: Builder,
    private readonly context: RunContext,
    private readonly parts: Parts,
  ) {}

  get ways() {
    return this.builder.ways;
  }

  build({ way, fresh, elsewhere = false }: BuildOrder): Promise<Built> {
    return failingIn("build", async () => {
      const { folder, open } = this.parts;
      const number = this.#made.length;
      const out = join(folder, `made-${number}`);
      makeNewFolder(out);
      let { source } = this.parts;
      if (elsewhere) {
        source = join(folder, `source-${number}`);
        copySource(this.parts.source, source);
      }
      const building = await open.build({ source, out, way, fresh });
      const { hostNs, cpuNs } = await this.#timed(building, elsewhere);
      const made = await building.made();
      this.#made.push(made);
      const added = made.parts.filter(({ digest }) => !this.#known.has(digest));
      for (const { digest } of made.parts) this.#known.add(digest);
      const newBytes = added.reduce((sum, { bytes }) => sum + bytes, 0);
      return { number, digest: made.digest, hostNs, cpuNs, newBytes };
    });
  }

  async #timed({ argv, options }: Building, elsewhere: boolean) {
    const { context } = this;
    const { cpus, signal } = this.parts;
    const { prefix, env } = elsewhere ? ELSEWHERE : HERE;
    const pinned = ["taskset", "--cpu-list", cpus.join(",")];
    const words = [...accounted(context), ...pinned, ...prefix, ...argv];
    const before = context.hostCpu();
    const fromNs = process.hrtime.bigint();
    await run(words, {
      ...options,
      env: { ...options.env, ...env },
      signal,
      timeoutMs: PACKING_DEADLINE_MS,
    });
    const hostNs = Number(process.hrtime.bigint() - fromNs);
    const after = context.hostCpu();
    const counted = before !== undefined && after !== undefined;
    return { hostNs, cpuNs: counted ? after.usageNs - before.usageNs : undefined };
  }

  change(): void {
    changeSource(this.parts.source);
  }

  compare(one: Built, other: Built): Promise<Comparison> {
    return failingIn("compare", async () =>
      compare(await this.#listed(one), await this.#listed(other)),
    );
  }

  /** Each is looked at once: a look leaves a copy of the files beside what was built. */
  async #listed({ number, digest }: Built): Promise<Listed> {
    const made = this.#made[number];
    if (made === undefined) throw new Error(`nothing was built as ${number}`);
    const listing = this.#listings.get(number) ?? (await made.list());
    this.#listings.set(number, listing);
    return { digest, listing };
  }

  close(): Promise<void> {
    return failingIn("close", () => this.parts.closers.unwind(true));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
