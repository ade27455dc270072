/** Each tool that is called on the host is in a package that is known, on every release that is. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { textOf } from "../../reports/text/message.ts";
import { isImageTool } from "../../runners/images/tools.ts";
import { loadRecipes } from "../../runners/registry.ts";
import {
  hostRelease,
  installCommand,
  packagedTools,
  packageOf,
  packagesOf,
} from "../../runners/tools/requirements.ts";
import { type Release, TOOLS, toolsFor } from "../../runners/tools/table.ts";
import { ROOT, temporaryFolder } from "../support.ts";

/** Called where it is there, and not missed where it is not. */
const IF_IT_IS_THERE = ["sudo", "systemd-detect-virt", "xdg-open"];

const sources = ["runners", "bench", "scripts"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
);

const NAME = "([a-z][a-z0-9.+-]*)";
/** First words of what is spawned, of what stands before it, and of lines of shell. */
const CALLS = [
  `\\b(?:run|tryRun|spawnGroup|startDetached|located|shellQuote|which|outputNow)\\(\\s*(?:\\[\\s*(?:\\.\\.\\.\\[\\s*)?)?"${NAME}"`,
  `\\[\\s*"${NAME}",\\s*(?:"-|\`-)`,
  `(?:&& |\\| )${NAME} -{1,2}[a-zA-Z]`,
  `["'\`]${NAME} -{1,2}[a-zA-Z][^"'\`]* [/$]`,
].map((pattern) => new RegExp(pattern, "g"));

/** Subcommands, shell's own words, and what is called inside of instances only: busybox has them. */
const NO_TOOLS = [
  ...[
    "complete",
    "createvm",
    "build",
    "import",
    "info",
    "inspect",
    "ps",
    "pull",
    "push",
    "run",
    "save",
    "setup",
    "start",
    "cd",
    "read",
    "head",
    "sed",
    "uname",
    "use",
  ],
  "usermod",
];

const called = new Set(
  sources.flatMap((text) =>
    CALLS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name as string)),
  ),
);

const essential = Object.values(TOOLS).filter((tool) => tool.essential === true);
const essentialPackages = [...new Set(essential.map((tool) => tool.package ?? ""))];

describe("the tools that are called on the host", () => {
  it("are found by this test", () => {
    const some = [
      "ldd",
      "mount",
      "nsenter",
      "setpriv",
      "qemu-img",
      "mke2fs",
      "tar",
      "lz4",
      "docker",
    ];
    expect([...called]).toEqual(expect.arrayContaining(some));
  });

  it("are each in a package, or on every system", async () => {
    // The file of a target declares the package of a tool that it alone drives.
    await loadRecipes();
    const known = new Set([
      ...Object.keys(TOOLS),
      ...packagedTools().keys(),
      ...IF_IT_IS_THERE,
      ...NO_TOOLS,
    ]);
    expect([...called].filter((name) => !known.has(name)).sort()).toEqual([]);
  });

  it("have a remedy for those that targets require: a package, or a way to get them", async () => {
    for (const { id, requires } of await loadRecipes()) {
      for (const { kind, name, remedy } of requires) {
        if (kind !== "tool") continue;
        expect(textOf(remedy), `${name}, of ${id}`).not.toBe(`put \`${name}\` into the PATH`);
      }
    }
    for (const name of toolsFor("clean-up", "always", "test")) {
      expect(packageOf(name), name).toBeDefined();
    }
  });

  it("are taken into the image if a workload names them as its tools", async () => {
    // Three programs are ours.
    const ours = ["payload", "agent", "probe"];
    const known = (name: string) => isImageTool(name) || ours.includes(name);
    for (const { id, tools } of await loadExperiments()) {
      const strange = tools.filter((name) => !known(name));
      expect(strange, `${id}: no row in runners/tools/table.ts, or one without \`image\``).toEqual(
        [],
      );
    }
  });

  it("are on every system if they are said to be", () => {
    const query = spawnSync(
      "dpkg-query",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's, not ours
      ["-W", "-f", "${Package} ${Essential} ${Priority}\n", ...essentialPackages],
      { encoding: "utf8" },
    );
    // apt is how all others come, and is protected by itself.
    const lines = query.stdout
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("apt "));
    expect(lines.length).toBe(essentialPackages.length - 1);
    for (const line of lines) expect(line).toContain(" yes ");
  });
});

describe("a package's name", () => {
  const debian = (version: number): Release => ({ id: "debian", version });
  const ubuntu = (version: number): Release => ({ id: "ubuntu", version });

  it.each([
    ["docker", debian(12), ["docker.io"]],
    ["docker", debian(13), ["docker-cli"]],
    ["docker", debian(Number.POSITIVE_INFINITY), ["docker-cli"]],
    ["docker", ubuntu(24), ["docker.io"]],
    ["dockerd", debian(13), ["docker.io"]],
    ["perf", debian(13), ["linux-perf"]],
    ["perf", ubuntu(24), ["linux-tools-generic"]],
    ["perf", ubuntu(25), ["linux-perf"]],
    ["mount", debian(13), ["mount"]],
    ["syslinux", debian(12), ["syslinux", "syslinux-common"]],
  ])("of %s on %o is %j", (tool, release, names) => {
    expect(packagesOf(tool, release)).toEqual(names);
  });

  it.each([
    ['ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n', debian(12)],
    ['PRETTY_NAME="Debian GNU/Linux 13"\nID=debian\nVERSION_ID="13"\n', debian(13)],
    ["ID=debian\nVERSION_CODENAME=forky\n", debian(Number.POSITIVE_INFINITY)],
    ['ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', ubuntu(24)],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\nUBUNTU_CODENAME=noble\n', ubuntu(24)],
    ['ID=linuxmint\nID_LIKE=debian\nVERSION_ID="7"\nDEBIAN_CODENAME=trixie\n', debian(13)],
    ["", debian(Number.POSITIVE_INFINITY)],
  ])("is that of the release which %j says", (text, release) => {
    const file = join(temporaryFolder(), "os-release");
    writeFileSync(file, text);
    expect(hostRelease(file)).toEqual(release);
  });

  it("is in the remedy once, however many of its tools are missing", () => {
    expect(textOf(installCommand(["mount", "umount"]))).toMatch(/recommends mount$/);
  });
});
