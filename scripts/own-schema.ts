/** The shape of a user's own workload in the configuration. What it means: docs/own-app.md. */
import { isAbsolute, normalize } from "node:path";
import { z } from "zod";
import { OUR_METRICS, type OwnMetric, type OwnWorkload } from "../bench/own/definition.ts";
import { parseJsonPath } from "../bench/own/json-path.ts";
import { GIVEN_UNITS } from "../bench/own/units.ts";
import { holds, PLACES, type Place } from "../bench/own/words.ts";
import { t } from "../reports/text/message.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is not allowed
const CONTROLS = /[\u0000-\u001f\u007f]/;
const Text = z
  .string()
  .max(4096)
  .refine((text) => !CONTROLS.test(text), { error: () => t("own.control-characters") });

const Id = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, { error: () => t("own.bad-id") });

const Command = z
  .array(Text, {
    error: ({ input }) => (typeof input === "string" ? t("own.command-is-text") : undefined),
  })
  .min(1)
  .max(1000)
  .refine(([program = ""]) => program !== "" && !PLACES.some((place) => program.includes(place)), {
    error: () => t("own.no-first-word"),
  })
  .meta({
    description:
      "The program and its arguments, a word each. {scratch}, {files}, {address} and {port} are replaced",
  });

/** Why a regular expression cannot be used; undefined if it can. */
function problemOfRegex(pattern: string): string | undefined {
  try {
    // Matched with nothing, it has one place for each of its groups.
    const groups = (new RegExp(`${pattern}|`, "gm").exec("")?.length ?? 0) - 1;
    return groups === 1 ? undefined : t("own.one-group", { groups });
  } catch (error) {
    return t("own.bad-regex", { why: (error as Error).message });
  }
}

const Regex = Text.max(1000)
  .check(({ value, issues }) => {
    const problem = problemOfRegex(value);
    if (problem !== undefined) issues.push({ code: "custom", input: value, message: problem });
  })
  .meta({ description: "A regular expression (JavaScript) with one group, the value" });

const JsonPath = Text.max(1000)
  .refine((path) => parseJsonPath(path) !== undefined, { error: () => t("own.bad-json-path") })
  .meta({ description: "Names, indices and * of a JSONPath, such as $.runs[*].ms" });

const Metric = z
  .strictObject({
    id: Id,
    unit: z.enum(GIVEN_UNITS).meta({ description: "The unit that the program prints" }),
    better: z.enum(["lower", "higher", "neither"]),
    regex: Regex.optional(),
    jsonpath: JsonPath.optional(),
  })
  .refine(({ regex, jsonpath }) => (regex === undefined) !== (jsonpath === undefined), {
    error: () => t("own.regex-or-jsonpath"),
  });

const Metrics = z
  .array(Metric)
  .max(100)
  .refine(hasOwnIds, { error: () => t("own.metric-twice", { taken: OUR_METRICS }) });

function hasOwnIds(metrics: readonly OwnMetric[]): boolean {
  const ids = metrics.map(({ id }) => id);
  return new Set([...ids, ...OUR_METRICS]).size === ids.length + OUR_METRICS.length;
}

const File = z
  .union([Text.min(1), z.strictObject({ from: Text.min(1), to: Text.min(1).optional() })])
  .refine((file) => (typeof file === "string" ? stays(file) : stays(file.from, file.to)), {
    error: () => t("own.bad-path"),
  });

/** A relative path stays in its folder. Only what keeps its own place has an absolute one. */
function stays(from: string, to?: string): boolean {
  const below = (path: string) => !isAbsolute(path) && !/^\.\.(?:\/|$)/.test(normalize(path));
  return (isAbsolute(from) || below(from)) && (to === undefined || below(to));
}

const Client = z.strictObject({
  id: Id.optional(),
  command: Command,
  metrics: Metrics.optional(),
});

const Clients = z
  .array(Client)
  .min(1)
  .max(20)
  .refine(
    (clients) =>
      clients.length === 1 || new Set(clients.map(({ id }) => id)).size === clients.length,
    {
      error: () => t("own.client-ids"),
    },
  )
  .refine((clients) => clients.length === 1 || clients.every(({ id }) => id !== undefined), {
    error: () => t("own.client-ids"),
  });

const Shape = z.strictObject({
  id: Id,
  title: Text.max(200).optional(),
  command: Command.optional().meta({ description: "Runs inside, and is measured" }),
  metrics: Metrics.optional(),
  server: Command.optional().meta({ description: "Runs inside, and clients ask it" }),
  ready: z
    .enum(["http", "postgresql", "redis", "tcp"])
    .optional()
    .meta({ description: "How to ask whether the server answers; tcp by default" }),
  clients: Clients.optional(),
  warmup: Command.optional().meta({ description: "Runs before, and is not measured" }),
  programs: z.array(Text.min(1)).max(100).optional(),
  files: z.array(File).max(1000).optional(),
  scratch: z.int().min(1).max(65_536).optional().meta({ description: "MiB of {scratch}" }),
  seconds: z.number().positive().max(300).optional(),
});

/** Keys of the one kind that the other one does not have. */
const OF_SERVERS = ["ready", "clients"] as const;

/** A workload, of one of the two kinds. */
export const OwnWorkloadSchema = Shape.check(({ value, issues }) => {
  for (const [key, message] of problemsOf(value)) {
    issues.push({ code: "custom", input: value, path: key === "" ? [] : [key], message });
  }
}).meta({ description: "A workload of your own: docs/own-app.md" });

function problemsOf(value: z.infer<typeof Shape>): readonly (readonly [string, string])[] {
  const { command, server, clients, metrics, warmup } = value;
  if ((command === undefined) === (server === undefined)) return [["", t("own.command-or-server")]];
  if (server !== undefined) {
    return [
      ...(clients === undefined ? [["clients", t("own.server-needs-clients")] as const] : []),
      ...(metrics === undefined ? [] : [["metrics", t("own.metrics-of-clients")] as const]),
      ...(reachable(server) ? [] : [["server", t("own.server-needs-address")] as const]),
    ];
  }
  const foreign = OF_SERVERS.filter((key) => value[key] !== undefined);
  const network = (["{address}", "{port}"] as const).filter((place: Place) =>
    holds([command ?? [], warmup ?? []], place),
  );
  return [
    ...foreign.map((key) => [key, t("own.only-of-servers")] as const),
    ...network.map((place) => ["command", t("own.no-address", { place })] as const),
  ];
}

/** Natively the server is on the host's own network, at an address of its own. */
function reachable(server: readonly string[]): boolean {
  return holds([server], "{port}");
}

/** What was checked, as what it is. */
export function asOwnWorkload(checked: z.infer<typeof OwnWorkloadSchema>): OwnWorkload {
  return checked as OwnWorkload;
}

/** The known keys at a path in an own workload. */
export function ownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const names = path.filter((part) => typeof part === "string");
  switch (names.at(-1)) {
    case undefined:
      return Object.keys(Shape.shape);
    case "metrics":
      return Object.keys(Metric.shape);
    case "clients":
      return Object.keys(Client.shape);
    default:
      return ["from", "to"];
  }
}
