/** Daemons of many versions, made up: which API version is spoken, and what is said of those that cannot be used. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { release } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { say } from "../../bench/messages.ts";
import { textOf } from "../../reports/text/message.ts";
import { type ApiContainer, ApiStarter, negotiate } from "../../runners/containers/docker/api.ts";
import { findEndpoint } from "../../runners/containers/docker/endpoint.ts";
import { temporaryFolder } from "../support.ts";

interface Versions {
  readonly ApiVersion?: string;
  readonly MinAPIVersion?: string;
}

const minor = (version: string) => Number(version.split(".")[1]);

/** A daemon that refuses what is too old or too new as Docker does; its address and what was asked of it. */
async function daemon(
  versions: Versions | string,
  { deaf = false } = {},
): Promise<{ host: string; asked: string[] }> {
  const socket = join(temporaryFolder(), "docker.sock");
  const asked: string[] = [];
  const refusal = (url: string): string | undefined => {
    asked.push(url);
    if (typeof versions === "string") return versions;
    const version = /^\/v(1\.\d+)\//.exec(url)?.[1] ?? "";
    const { ApiVersion = "", MinAPIVersion = "" } = versions;
    if (minor(version) < minor(MinAPIVersion))
      return `client version ${version} is too old. Minimum supported API version is ${MinAPIVersion}`;
    return minor(version) > minor(ApiVersion) ? `client version ${version} is too new` : undefined;
  };
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const { url = "" } = request;
    if (url === "/version" && typeof versions === "object") {
      asked.push(url);
      response.end(JSON.stringify(versions));
      return;
    }
    const message = refusal(url);
    if (message !== undefined) {
      response.statusCode = 400;
      response.end(typeof versions === "string" ? message : JSON.stringify({ message }));
      return;
    }
    if (url.includes("/wait")) waiting.push(() => response.end('{"StatusCode":0}'));
    else response.end("{}");
    if (url.endsWith("/start") && !deaf) for (const answer of waiting) answer();
  });
  server.on("upgrade", (request, stream) => {
    const message = refusal(request.url ?? "");
    if (message !== undefined) {
      stream.end(`HTTP/1.1 400 Bad Request\r\n\r\n${message}`);
      return;
    }
    stream.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    stream.end(Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 6]), Buffer.from("ready\n")]));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `unix://${socket}`, asked };
}

const image = { digest: "", rootfs: "", files: [], tools: [], bundles: {}, layers: [] };
const container = {
  ...{ name: "one", image: "image", scratch: "", pids: 9 },
  spec: { cpus: [0], memoryMiB: 1, image, scratchMiB: 0 },
} as unknown as ApiContainer;

describe("Docker's API", () => {
  it.each<[string, string, string, string]>([
    ["Debian 12's daemon", "1.12", "1.41", "1.41"],
    ["Docker 19.03", "1.12", "1.40", "1.40"],
    ["Docker 25", "1.24", "1.44", "1.44"],
    ["Docker 29, which refuses 1.41", "1.44", "1.52", "1.44"],
    ["a later one that refuses 1.44 too", "1.50", "1.60", "1.50"],
  ])("of %s is spoken in a version that it takes", async (_, MinAPIVersion, ApiVersion, spoken) => {
    const { host, asked } = await daemon({ ApiVersion, MinAPIVersion });
    const version = await negotiate(host);
    expect(version).toBe(spoken);
    const starter = new ApiStarter(host, container, version);
    const launch = await starter.launch({ argv: ["true"] });
    expect((await launch.exited).exitCode, starter.stderrTail()).toBe(0);
    expect(launch.output()).toBe("ready\n");
    await starter.close();
    const [first, ...others] = asked;
    expect(first).toBe("/version");
    expect(others.length).toBeGreaterThan(3);
    for (const url of others) expect(url).toMatch(`/v${spoken}/containers/`);
  });

  it.each<[string, Versions | string, RegExp]>([
    ["is too old", { ApiVersion: "1.29", MinAPIVersion: "1.12" }, /1\.12 to 1\.29, and 1\.30/],
    ["tells none", {}, /1\.30 or later is needed/],
    ["is of another kind", "<html>nginx</html>", /answered 400: <html>/],
  ])("of a daemon that %s is refused in words", async (_, versions, words) => {
    const { host } = await daemon(versions);
    await expect(negotiate(host)).rejects.toThrow(words);
  });

  it("is given up where the daemon never tells of a container's end", async () => {
    const { host } = await daemon({ ApiVersion: "1.44", MinAPIVersion: "1.24" }, { deaf: true });
    const starter = new ApiStarter(host, container, "1.44", 50);
    const launch = await starter.launch({ argv: ["true"] });
    await launch.until((output) => (output === "" ? undefined : { end: 0 }));
    starter.kill();
    expect((await launch.exited).exitCode).not.toBe(0);
    expect(starter.stderrTail()).toContain("did not report the container's end");
    await starter.close();
  });

  it("of a daemon that answers nonsense to a command is a failure of the container, not of the harness", async () => {
    const { host } = await daemon("no JSON at all");
    const starter = new ApiStarter(host, container, "1.44");
    const launch = await starter.launch({ argv: ["true"] });
    expect((await launch.exited).exitCode).toBe(125);
    expect(starter.stderrTail()).toContain("no JSON at all");
    await starter.close();
  });
});

interface Client {
  /** What `docker context inspect` prints, and `docker info`; beginning with "!", on stderr with exit code 1. */
  readonly context: string;
  readonly info: string;
}

/** A client that says this, in the PATH; returns the environment that it had for `info`. */
function client({ context, info }: Client, env: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const script = [
    "#!/bin/sh",
    `cd ${folder}`,
    '[ "$1" = info ] && env >"env"',
    'read -r line <"$1"',
    'case $line in !*) echo "$line" >&2; exit 1 ;; esac',
    'cat "$1"',
  ].join("\n");
  writeFileSync(join(folder, "docker"), script);
  chmodSync(join(folder, "docker"), 0o755);
  writeFileSync(join(folder, "context"), `${context}\n`);
  writeFileSync(join(folder, "info"), `${info}\n`);
  const set = { PATH: `${folder}:${process.env["PATH"]}`, XDG_RUNTIME_DIR: folder, ...env };
  const before = Object.keys(set).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, set);
  onTestFinished(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  return { folder, seen: () => readFileSync(join(folder, "env"), "utf8") };
}

type Remedy = `engines-docker.${"join-group" | "same-version" | "start-here"}`;

/** Why the daemon that was found is not used, in words. */
async function refusal() {
  const { running, refused } = await findEndpoint();
  return { running, refused: textOf(refused?.reason ?? ""), remedy: refused?.remedy };
}

const info = {
  ...{ ServerVersion: "29.0.4", Driver: "overlayfs", KernelVersion: release() },
  ...{ CgroupDriver: "systemd", CgroupVersion: "2" },
};

describe("the daemon that the client is set up for", () => {
  it("is told from the usual one, and asked with nothing of the caller's environment", async () => {
    const misleading = {
      ...{ DOCKER_CONTEXT: "rootless", DOCKER_TLS_VERIFY: "1", DOCKER_API_VERSION: "1.12" },
      ...{ DOCKER_DEFAULT_PLATFORM: "linux/s390x", DOCKER_CERT_PATH: "/none" },
      ...{ DOCKER_CONTENT_TRUST: "1", HTTP_PROXY: "http://192.0.2.1", DOCKER_CONFIG: "/mine" },
    };
    const host = "unix:///run/user/1000/docker.sock";
    const rootless = {
      ...info,
      SecurityOptions: ["name=seccomp,profile=builtin", "name=rootless"],
    };
    const made = { context: `rootless\t${host}`, info: JSON.stringify(rootless) };
    const { seen } = client(made, misleading);
    expect(await findEndpoint()).toEqual({
      running: {
        ...{ host, by: say("engines-docker.by-context", { context: "rootless" }) },
        ...{ rootless: true, kernel: release(), version: "29.0.4", storageDriver: "overlayfs" },
        cgroups: say("engines.control-groups", { driver: "systemd", version: "v2" }),
      },
    });
    const names = seen()
      .split("\n")
      .map((line) => line.split("=")[0])
      .filter((name) => /DOCKER|PROXY/.test(name ?? ""));
    expect(names.sort()).toEqual(["DOCKER_CONFIG", "DOCKER_HOST"]);
    expect(seen()).toContain(`DOCKER_HOST=${host}\n`);
    expect(seen()).not.toContain("/mine");
  });

  it("is found where a rootless one listens, without any context", async () => {
    const { folder } = client({ context: "default\tunix:///var/run/docker.sock", info: "!no" });
    mkdirSync(join(folder, "docker.sock"));
    const { refused } = await refusal();
    const said = `unix://${folder}/docker.sock (the usual socket of a rootless daemon) cannot be used: !no`;
    expect(refused).toContain(said);
  });

  it.each<[string, string, RegExp, Remedy]>([
    [
      "refuses the user",
      "!permission denied while trying to connect to the Docker daemon socket",
      /by the context "mine"\) cannot be used: !permission denied while/,
      "engines-docker.join-group",
    ],
    [
      "refuses the client",
      JSON.stringify({ ServerErrors: ["client version 1.41 is too old."], ClientInfo: {} }),
      /cannot be used: client version 1.41 is too old/,
      "engines-docker.same-version",
    ],
    ["says nothing", "{}", /`docker info` said nothing/, "engines-docker.start-here"],
    ["is no Docker", "Podman's stand-in", /cannot be used/, "engines-docker.start-here"],
    [
      "runs in a VM",
      JSON.stringify({ ...info, KernelVersion: "6.6.12-linuxkit" }),
      /runs on another kernel, 6.6.12-linuxkit/,
      "engines-docker.start-here",
    ],
  ])("is reported with its own words and a remedy where it %s", async (_, said, words, remedy) => {
    client({ context: "mine\tunix:///nowhere/docker.sock", info: said });
    const { running, refused, remedy: offered } = await refusal();
    expect(running).toBeUndefined();
    expect(refused).toMatch(words);
    expect(offered).toEqual(say(remedy));
  });

  it("is reported where its context is missing, or elsewhere", async () => {
    client({ context: '!context "gone": not found', info: "!no" });
    expect((await refusal()).refused).toContain('does not say where it would ask: !context "gone"');
    client({ context: "far\tssh://me@192.0.2.1", info: "!no" });
    expect((await refusal()).refused).toContain(
      "ssh://me@192.0.2.1, which is not this host's socket",
    );
  });
});
