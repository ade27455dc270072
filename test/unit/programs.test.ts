/** What a tool's name stands for on hosts that have it as a script, a shim, or one of many names. */
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { say } from "../../bench/messages.ts";
import { textOf } from "../../reports/text/message.ts";
import { which } from "../../runners/host/process.ts";
import { programNamed } from "../../runners/images/programs.ts";
import { serverByName } from "../../runners/images/servers.ts";
import { hasImageTool, imageTool, whyNotInImage } from "../../runners/images/tools.ts";
import { toolProblem } from "../../runners/lacks.ts";
import { temporaryFolder } from "../support.ts";

/** No tool of a distribution: the host of the test has none either. */
const NAME = "isotax-tool";
const PROGRAM = which("true") as string;

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv("PATH", ["first", "second"].map((name) => join(folder, name)).join(":"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});
afterEach(() => vi.unstubAllEnvs());

function made(path: string, make: (file: string) => void): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  make(file);
  return file;
}

const program = (path: string) => made(path, (file) => copyFileSync(PROGRAM, file));
const script = (path: string, text: string) =>
  made(path, (file) => writeFileSync(file, text, { mode: 0o755 }));
const link = (path: string, to: string) => made(path, (file) => symlinkSync(to, file));

it("is the program itself, however many links lead to it", () => {
  const path = program(`opt/${NAME}-1.2`);
  link(`alternatives/${NAME}`, path);
  link(`first/${NAME}`, join(folder, "alternatives", NAME));
  expect(programNamed(NAME)).toEqual({ path });
});

it.each([
  ["a shell", (path: string) => `#!/bin/sh\nexec "${path}" "$@"\n`],
  ["env", (path: string) => `#!/usr/bin/env bash\nexport A=1\nexec -a "$0" ${path} "$@"\n`],
  ["Perl", (path: string) => `#!/usr/bin/perl\nexec('${path}', @ARGV);\n`],
  [
    "a condition",
    (path: string) => `#!/bin/sh\nif [ -x /gone/${NAME} ]; then :; fi\nexec ${path}\n`,
  ],
])("is what a script of %s starts", (_, text) => {
  const path = program(`lib/.${NAME}-wrapped`);
  script(`first/${NAME}`, text(path));
  expect(programNamed(NAME)).toEqual({ path });
});

it("is followed through scripts that start scripts, and not in circles", () => {
  const path = program(`lib/${NAME}`);
  const inner = script(`shims/${NAME}`, `#!/bin/sh\nexec ${path} "$@"\n`);
  script(`first/${NAME}`, `#!/bin/sh\nexec ${inner} "$@"\n`);
  expect(programNamed(NAME)).toEqual({ path });
  const circle = join(folder, "second/circle");
  script("second/circle", `#!/bin/sh\nexec ${circle}\n`);
  expect(programNamed("circle")).toEqual({
    problem: say("images.script-without-program", { file: circle }),
  });
});

it("is a later one of the PATH where the first leads nowhere", () => {
  script(`first/${NAME}`, "#!/bin/sh\nexec manager exec $0\n");
  const path = program(`second/${NAME}`);
  expect(programNamed(NAME)).toEqual({ path });
});

it("is no script, no program of another name, and none for another machine", () => {
  const shim = script("first/shim", '#!/bin/sh\nexec "$(dirname "$0")/../lib/$(uname -r)/shim"\n');
  expect(programNamed("shim")).toEqual({
    problem: say("images.script-without-program", { file: shim }),
  });
  const snap = program("first/snap");
  const named = link(`second/${NAME}`, snap);
  expect(programNamed(NAME)).toEqual({
    problem: say("images.another-program", { file: named, program: snap }),
  });
  const foreign = made("first/foreign", (file) => {
    copyFileSync(PROGRAM, file);
    const arm = Buffer.alloc(20, "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\xb7\0", "latin1");
    writeFileSync(file, arm);
  });
  expect(programNamed("foreign")).toEqual({
    problem: say("images.other-machine", { file: foreign }),
  });
  expect(programNamed("isotax-no-such-tool")).toBeUndefined();
});

it("is not busybox by another of its names, soft or hard", () => {
  const busybox = program("first/busybox");
  link("first/setpriv", busybox);
  made("first/dash", (file) => linkSync(busybox, file));
  // Those of the host are found after these.
  for (const name of ["setpriv", "dash"]) {
    expect(programNamed(name)).not.toEqual({ path: busybox });
    expect(programNamed(name)).not.toEqual({ path: join(folder, "first", name) });
  }
  expect(programNamed("busybox")).toEqual({ path: busybox });
});

it("is no longer name's, though a script mentions that", () => {
  const longer = program(`lib/x${NAME}`);
  script(`first/${NAME}`, `#!/bin/sh\nexec ${longer} "$@"\n`);
  expect(programNamed(NAME)).toHaveProperty("problem");
});

it("counts as absent for a workload if it is no program, with the reason and a remedy", () => {
  const shim = script("first/sysbench", '#!/bin/sh\nexec manager exec sysbench "$@"\n');
  // The host's own, which is found then, is hidden.
  const own = which("sysbench") === shim && programNamed("sysbench");
  if (own !== false && own !== undefined && "path" in own) return;
  expect(hasImageTool("sysbench")).toBe(false);
  expect(textOf(whyNotInImage("sysbench"))).toContain(`${shim} is a script`);
  const problem = toolProblem(["sysbench"]);
  expect(textOf(problem?.reason ?? "")).toContain(`${shim} is a script`);
  expect(textOf(problem?.remedy ?? "")).toContain("sysbench");
});

it("is no tool of a workload if the image would not take it, and no package is named for that", () => {
  program("first/mcopy");
  expect(hasImageTool("mcopy")).toBe(false);
  const { reason, remedy } = toolProblem(["mcopy"]) ?? {};
  expect(textOf(reason ?? "")).toContain("has no `image`");
  expect(textOf(remedy ?? "")).toContain("the row of mcopy");
  expect(textOf(remedy ?? "")).not.toContain("apt-get");
});

it("is run by its own name where its program acts by that and has another, as Debian's redis-server", () => {
  const twin = program("first/redis-check-rdb");
  link("first/redis-server", "redis-check-rdb");
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  expect(imageTool("redis-server")).toEqual({ path: twin });
  const named = serverByName("redis-server") as string;
  expect(basename(named)).toBe("redis-server");
  expect(realpathSync(named)).toBe(twin);
});

it("leaves Node.js to the one that runs, whatever the PATH has", () => {
  script("first/node", "#!/bin/sh\nexec manager exec node\n");
  expect(hasImageTool("node")).toBe(true);
});
