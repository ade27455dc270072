/** What image.share says of services on one base, whatever starts them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observationProblem, observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/image.share.ts";
import { verbatim } from "../../bench/messages.ts";
import { bytesOfList, readList } from "../../bench/tools/read-list.ts";
import type {
  Image,
  OpenSpec,
  Params,
  Session,
  Share,
  Target,
  TargetIdentity,
  Usage,
} from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import type { RunContext } from "../../runners/context.ts";
import { layerFolders } from "../../runners/delivery/engine-layers.ts";
import type { Format } from "../../runners/delivery/format.ts";
import { delivering, sharing } from "../../runners/delivery/offers.ts";
import type { Sharing } from "../../runners/delivery/sharing.ts";
import { temporaryFolder } from "../support.ts";

const BASE = 100_000;
const OWN = 1000;
const GIB = 2 ** 30;

interface MadeUp {
  readonly uncounted?: boolean;
  readonly availableBytes?: number;
  readonly output?: string;
  readonly cached?: number;
}

/** Each service takes 5 bytes itself, and 7 of a daemon that had 1000 before. */
function target({ uncounted, availableBytes = 4 * GIB, output, cached = 0 }: MadeUp = {}) {
  const told: string[] = [];
  let open = 0;
  const pss = (anonBytes: number) => ({ anonBytes, fileBytes: 999, shmemBytes: 1 });
  const cpu = { usageNs: 0, userNs: 0, systemNs: 0 };
  const usage = (): Usage | undefined =>
    uncounted === true
      ? undefined
      : { own: { cpu, memory: { pss: pss(4) } }, shared: { cpu, memory: { pss: pss(3) } } };
  const session = (name: string) =>
    ({
      exec: async () => ({ stdout: output ?? `${BASE + OWN}\n`, exitCode: 0, hostNs: 10 }),
      stderrTail: () => "",
      lifecycle: [],
      usage,
      close: async () => void told.push(`close ${name}`),
    }) as unknown as Session;
  const fake = {
    id: "crun",
    shares: ["layers", "copies"],
    open: async ({ root }: OpenSpec) => {
      open++;
      const name = root?.kind === "image" ? root.name : "no service";
      told.push(`open ${name}`);
      return session(name);
    },
    share: async ({ way, services }) => {
      told.push(`${way} ${services}`);
      const share: Share = {
        services: Array.from({ length: services }, (_, index) => ({
          root: { kind: "image", name: `service-${index + 1}` },
          list: "/list",
          bytes: BASE + OWN,
        })),
        diskBytes: (count) => BASE + count * OWN,
        cachedBytes: async () => (open === 0 ? cached : BASE + open * OWN),
        daemonBytes: () => (uncounted === true ? undefined : 1000 + open * 7),
        availableBytes: () => availableBytes,
        close: async () => void told.push("close"),
        [Symbol.asyncDispose]: async () => {},
      };
      return share;
    },
  } as Partial<Target> as Target;
  return { told, fake };
}

async function share(fake: Target, services = 3) {
  const [subject] = experiment.subjects?.([fake], { services }) ?? [];
  if (subject === undefined) throw new Error("it has no subject");
  const bench = {
    image: {} as Image,
    cpus: [0],
    memoryMiB: 512,
    signal: new AbortController().signal,
  };
  const lab = new CellLab(bench, subject, new Map([[fake.id, fake]]));
  try {
    return { found: observed(await experiment.run(lab, subject, { services })), lab };
  } finally {
    await lab.close();
  }
}

describe("image.share", () => {
  it("opens one service after the other, and removes them before what they share", async () => {
    const { fake, told } = target();
    const { lab } = await share(fake, 2);
    const opened = ["open service-1", "open service-2"];
    expect(told).toEqual(["layers 2", ...opened, "close service-2", "close service-1", "close"]);
    expect(lab.timedNs).toBe(20);
  });

  it("counts the disk, the page cache, and the memory of services and of daemons for them", async () => {
    const { found } = await share(target().fake);
    const told = found.measurements
      .filter(({ metric }) => !metric.endsWith(".each"))
      .map(({ metric, at, values }) => [metric, at?.["services"], ...values]);
    const counts = [1, 2, 3].flatMap((count) => [
      ["disk", count, BASE + count * OWN],
      ["page-cache", count, BASE + count * OWN],
      ["memory", count, BASE + count * (OWN + 5 + 7)],
    ]);
    expect(told).toEqual(counts);
    const declared = new Map(
      experiment
        .metrics({ services: 3 }, { cpus: 1, memoryMiB: 512 })
        .map((metric) => [metric.id, metric]),
    );
    expect(observationProblem(experiment.id, declared, found)).toBeUndefined();
  });

  it("gives each point also to the slope", async () => {
    const { found } = await share(target().fake);
    for (const metric of ["disk", "page-cache", "memory"]) {
      const of = (id: string) =>
        found.measurements.filter((one) => one.metric === id).map(({ at, values }) => [at, values]);
      expect(of(`${metric}.each`)).toEqual(of(metric));
    }
  });

  it("looks at ten services four times", async () => {
    const { found } = await share(target().fake, 10);
    const counts = found.measurements
      .filter(({ metric }) => metric === "disk")
      .map(({ at }) => at?.["services"]);
    expect(counts).toEqual([1, 2, 5, 10]);
  });

  it("leaves out memory that cannot be counted", async () => {
    const { found } = await share(target({ uncounted: true }).fake);
    const metrics = found.measurements.map(({ metric }) => metric.replace(".each", ""));
    expect([...new Set(metrics)]).toEqual(["disk", "page-cache"]);
  });

  it.each([
    [0, "yes"],
    [BASE / 2, "no"],
  ])("with %d bytes in the page cache before, it was cold: %s", async (cached, holds) => {
    const { found } = await share(target({ cached }).fake);
    const told = found.checks?.map((check) => `${check.check} ${check.holds}`);
    expect(told).toEqual([`cache.cold ${holds}`]);
    expect(textOf(found.checks?.[0]?.evidence as never)).toContain("MiB were in the page cache");
  });

  it.each(["", "0\n", `${BASE}\n`, `${BASE + OWN}`, "cat: no such file\n"])(
    "fails where a service has not read everything: %j",
    async (output) => {
      const { fake, told } = target({ output });
      await expect(share(fake)).rejects.toMatchObject({ code: "WRONG_OUTPUT", phase: "exec" });
      expect(told.slice(-2)).toEqual(["close service-1", "close"]);
    },
  );

  it("starts no service that would leave the host less than 1.5 GiB", async () => {
    const { fake, told } = target({ availableBytes: 2 * GIB });
    await expect(share(fake)).rejects.toMatchObject({ code: "SHORT_OF_MEMORY" });
    expect(told).toEqual(["layers 3", "close"]);
    const enough = target({ availableBytes: 2 * GIB + BASE + OWN });
    await share(enough.fake);
    expect(enough.told).toContain("open service-3");
  });

  it("has a subject for each way of a target, and none for others", () => {
    const targets = [target().fake, { id: "native" } as TargetIdentity];
    const subjects = experiment.subjects?.(targets, { services: 2 }) ?? [];
    expect(subjects.map(({ id, at }) => [id, at["way"]])).toEqual([
      ["crun layers", "layers"],
      ["crun copies", "copies"],
    ]);
  });
});

describe("what a target lacks", () => {
  const lack = (word: string) => ({ reason: verbatim(word), remedy: verbatim("install it") });

  it("is that of the way, or of the format, which the subject names", async () => {
    const format = {
      id: "gzip",
      target: "podman",
      tools: [],
      probe: () => lack("no client"),
    } as Partial<Format> as Format;
    const ways = ["layers", "copies"].map((way) => {
      const probe = () => (way === "layers" ? lack("no fincore") : undefined);
      return { way, target: "podman", probe } as Partial<Sharing> as Sharing;
    });
    const context = {} as RunContext;
    const target = { id: "podman" } as Target;
    const podman = sharing(delivering(target, context, [format]), context, ways);
    expect(podman.shares).toEqual(["layers", "copies"]);
    const reason = async (at: Params) => (await podman.lackOf?.(at))?.reason;
    expect(await reason({ way: "layers" })).toEqual(verbatim("no fincore"));
    expect(await reason({ way: "copies" })).toBeUndefined();
    expect(await reason({ format: "gzip", mbit: 10 })).toEqual(verbatim("no client"));
    expect(await reason({})).toBeUndefined();
  });
});

describe("the command that reads a list of files", () => {
  /** As it runs inside, with the host's busybox. */
  function run(paths: readonly string[]) {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "a b"));
    writeFileSync(join(folder, "a b/$(one)"), "x".repeat(1000));
    writeFileSync(join(folder, "two"), "x".repeat(234));
    writeFileSync(join(folder, "none"), "");
    const list = join(folder, "list");
    writeFileSync(list, paths.map((path) => `${join(folder, path)}\0`).join(""));
    const argv = readList(list).argv.map((word) => (typeof word === "string" ? word : "busybox"));
    const [program = "", ...words] = argv;
    return spawnSync(program, words, { encoding: "utf8" });
  }

  it("tells the bytes of all of them", () => {
    expect(run(["a b/$(one)", "two", "none"]).stdout).toBe("1234\n");
    expect(bytesOfList("1234\n")).toBe(1234);
  });

  it("fails if one of them is not there, and tells nothing", () => {
    const { status, stdout } = run(["two", "three"]);
    expect(status).not.toBe(0);
    expect(stdout).toBe("");
  });

  it.each(["", "12", "12\n34\n", "x\n", "-1\n"])("takes no other output: %j", (stdout) => {
    expect(bytesOfList(stdout)).toBeUndefined();
  });
});

describe("the folders of an image's layers", () => {
  const outside = (path: string) => path.replace("/inside", "");
  const inspect = (Data: object | null, Name = "overlay2") => JSON.stringify({ Data, Name });

  it("are the last layer and those below it, as paths of the host", () => {
    const folder = temporaryFolder();
    for (const name of ["own", "one", "two"]) mkdirSync(join(folder, name));
    const at = (name: string) => `/inside${folder}/${name}`;
    const printed = inspect({ UpperDir: at("own"), LowerDir: `${at("one")}:${at("two")}` });
    expect(layerFolders("docker", printed, outside)).toEqual({
      own: join(folder, "own"),
      below: [join(folder, "one"), join(folder, "two")],
    });
  });

  it.each([
    ["containerd's image store", "null"],
    ["another driver", inspect({ DeviceName: "docker-8:1" }, "devicemapper")],
    ["a driver without data", inspect(null, "overlayfs")],
    ["folders of another host", inspect({ UpperDir: "/not/here", LowerDir: "/nor/there" })],
  ])("are not told by %s", (_, printed) => {
    expect(() => layerFolders("docker", printed, outside)).toThrow(
      expect.objectContaining({ code: "NO_LAYER_FOLDERS" }),
    );
  });
});
