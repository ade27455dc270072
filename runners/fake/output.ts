/** The output of programs in a fake, as far as the workloads' parsers read it. */
import type { Command, OpenSpec } from "../../bench/types.ts";

/** The tools whose output a fake can make up. */
export const FAKE_TOOLS = ["agent", "busybox", "fio", "node", "payload", "sysbench"] as const;

/**
 * The output of a program whose work is `speed` times as fast; undefined for an unknown program.
 */
export function fakeOutput(
  { argv }: Command,
  { image, cpus, memoryMiB }: Pick<OpenSpec, "image" | "cpus" | "memoryMiB">,
  speed: number,
): string | undefined {
  const words = argv.map((word) => {
    if (typeof word === "string") return word;
    return "tool" in word ? word.tool : "";
  });
  const [tool, first, second = "", ...rest] = words;
  switch (tool) {
    case "busybox":
      if (first === "echo") return `${words.slice(2).join(" ")}\n`;
      // The check before a run asks for the kernel inside.
      return first === "sh" && rest[0]?.startsWith("uname ") === true ? "none\n" : undefined;
    case "node":
      if (first === "--eval") return /write\("(.*)\\n"\)/.exec(second)?.[1]?.concat("\n");
      if (first !== "payload") return undefined;
      if (second === "look") return look(rest, { image, cpus, memoryMiB });
      return second === "cpu" ? payloadSuite(speed) : undefined;
    case "sysbench":
      return first === "cpu" ? sysbenchCpu(speed) : undefined;
    case "fio":
      return fio(speed);
    default:
      return undefined;
  }
}

/** The answer to the check before a run: the image's own hashes, and the requested size. */
function look(
  tools: readonly string[],
  { image, cpus, memoryMiB }: Pick<OpenSpec, "image" | "cpus" | "memoryMiB">,
): string {
  const hashes = new Map(image.tools.map(({ name, sha256 }) => [name, sha256]));
  const memoryBytes = memoryMiB * 2 ** 20;
  return JSON.stringify({
    sha256: tools.map((name) => hashes.get(name) ?? "absent"),
    cpus: cpus.length,
    memoryBytes,
    heapBytes: memoryBytes / 2,
  });
}

const TASKS: Readonly<Record<string, number>> = {
  json: 5400,
  sha256: 26_000,
  sort: 900,
  regexp: 3100,
  zlib: 700,
};
/** The samples of each task. All are equal, so that no warm-up is seen. */
const SAMPLES = 5;

function payloadSuite(speed: number): string {
  const tasks = Object.entries(TASKS).map(([task, rate]) => ({
    task,
    unit: "ops/s",
    values: Array.from({ length: SAMPLES }, () => rate * speed),
    operations: Math.round(rate / 10),
  }));
  return JSON.stringify({ suite: "cpu", tasks });
}

function sysbenchCpu(speed: number): string {
  const perSecond = 4000 * speed;
  return [
    `    events per second: ${perSecond.toFixed(2)}`,
    `    total number of events:              ${Math.ceil(perSecond)}`,
    "",
  ].join("\n");
}

const IOPS = 20_000;

function fio(speed: number): string {
  const operations = Math.ceil(IOPS * speed);
  const mean = 1e9 / IOPS / speed;
  const percentile = {
    "50.000000": mean,
    "99.000000": 3 * mean,
    "99.900000": 10 * mean,
  };
  const lat_ns = { N: operations, mean, percentile };
  const direction = {
    iops: IOPS * speed,
    bw_bytes: IOPS * speed * 4096,
    io_bytes: operations * 4096,
    total_ios: operations,
    clat_ns: lat_ns,
    lat_ns,
  };
  const job = { error: 0, read: direction, write: direction, sync: { lat_ns } };
  return JSON.stringify({ jobs: [job] });
}
