/** Requirements that several targets share, each with its remedy. */
import { readFileSync } from "node:fs";
import { isMessage, keyOf, say } from "../../bench/messages.ts";
import type { Message, Probe, Requirement } from "../../bench/types.ts";
import { which } from "../host/process.ts";
import { type Package, type Release, TOOLS, toolNamed } from "./table.ts";

/** The packages of tools that only one target uses. The target's own file declares them. */
const DECLARED = new Map<string, Package>();

/** The package to install for a tool; undefined if it has none, or if every system has it. */
export function packageOf(name: string): Package | undefined {
  const tool = toolNamed(name);
  if (tool?.package === undefined || tool.essential === true) return DECLARED.get(name);
  return { ...tool, package: tool.package };
}

/**
 * All tools with a known package. Those that targets declare are known once the targets are loaded.
 */
export function packagedTools(): ReadonlyMap<string, Package> {
  const names = [...Object.keys(TOOLS), ...DECLARED.keys()];
  return new Map(
    names.flatMap((name) => {
      const found = packageOf(name);
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}

/**
 * Declares the package of a tool that no other target uses. Errors: `Error` if two files disagree.
 */
function declare(tool: string, from: Package): void {
  const known = packageOf(tool);
  if (known !== undefined && known.package !== from.package) {
    throw new Error(
      `the tool ${tool} is in ${known.package}, and is said to be in ${from.package}`,
    );
  }
  if (known === undefined) DECLARED.set(tool, from);
}

/**
 * A tool that a target needs. `source` says how to get a tool that is not in the table of tools:
 * its package, or a remedy if no package has it.
 */
export function toolRequirement(
  name: string,
  why: Message,
  source?: Message | Package,
): Requirement {
  if (typeof source === "string" || isMessage(source)) {
    return { kind: "tool", name, why, remedy: source };
  }
  if (source !== undefined) declare(name, source);
  const isPackaged = packageOf(name) !== undefined;
  const remedy = isPackaged ? installCommand([name]) : say("tools.put-into-path", { tool: name });
  return { kind: "tool", name, why, remedy };
}

/** The packages that hold a tool, by their names on this host or another. */
export function packagesOf(tool: string, release = hostRelease()): readonly string[] {
  const known = packageOf(tool);
  if (known === undefined) return [tool];
  const name = known.elsewhere?.(release) ?? known.package;
  return known.also === undefined ? [name] : [name, known.also];
}

/** The release of this host, or of the distribution that it derives from: os-release(5). */
export function hostRelease(file = "/etc/os-release"): Release {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Without the file the distribution is unknown, and Debian's names are the best guess.
  }
  const value = (key: string) => new RegExp(`^${key}="?([^"\\n]*)`, "m").exec(text)?.[1] ?? "";
  const id = [value("ID"), ...value("ID_LIKE").split(" ")].includes("ubuntu") ? "ubuntu" : "debian";
  // A derivative has its own version numbers, and names the release that it derives from.
  const [version = Number.POSITIVE_INFINITY] = [
    ...(value("ID") === id ? [Number.parseInt(value("VERSION_ID"), 10)] : []),
    ...["UBUNTU_CODENAME", "DEBIAN_CODENAME", "VERSION_CODENAME"].map(
      (key) => CODENAMES[value(key)],
    ),
  ].filter((one) => one !== undefined && !Number.isNaN(one));
  return { id, version };
}

const CODENAMES: Readonly<Record<string, number>> = {
  bookworm: 12,
  trixie: 13,
  jammy: 22,
  noble: 24,
  plucky: 25,
};

export function installCommand(tools: readonly string[]): Message {
  const packages = tools.flatMap((tool) => packagesOf(tool));
  return say("tools.install", { packages: [...new Set(packages)] });
}

/** Reasons or remedies of several tools as one. What was said already is not said again. */
export function together(said: readonly Message[]): Message {
  const [first, ...others] = new Map(said.map((one) => [keyOf(one), one])).values();
  if (first !== undefined && others.length === 0) return first;
  return say("tools.several", { said: first === undefined ? [] : [first, ...others] });
}

/** A failed probe that names the missing tools; undefined if none is missing. */
export function missingTool(requirements: readonly Requirement[]): Probe | undefined {
  const missing = requirements.filter(
    (requirement) => requirement.kind === "tool" && which(requirement.name) === undefined,
  );
  if (missing.length === 0) return undefined;
  const packaged = missing.map(({ name }) => name).filter((name) => packageOf(name) !== undefined);
  const remedies = missing
    .filter(({ name }) => packageOf(name) === undefined)
    .map(({ remedy }) => remedy);
  return {
    ok: false,
    reason: say("tools.not-in-path", { tools: missing.map(({ name }) => name) }),
    remedy: together([...remedies, ...(packaged.length === 0 ? [] : [installCommand(packaged)])]),
  };
}
