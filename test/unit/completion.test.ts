/** Completion in shells, tried in those that are installed; and what every command has. */
import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { commandLine } from "../../scripts/command-line.ts";
import { type CompletedCommand, completedCommands } from "../../scripts/completion/model.ts";
import { completionScript } from "../../scripts/completion/scripts.ts";

const program = commandLine({ told: () => {}, refused: () => {}, ended: () => {} });
let commands: readonly CompletedCommand[] = [];
beforeAll(async () => {
  commands = await completedCommands(program);
});

describe("every command", () => {
  it("has --json and words about itself", () => {
    const own = program.commands;
    expect(own.length).toBeGreaterThan(13);
    for (const command of own) {
      expect(
        command.options.map(({ long }) => long),
        command.name(),
      ).toContain("--json");
      expect(command.description()).not.toBe("");
    }
  });
});

function has(shell: string): boolean {
  return spawnSync(shell, ["-c", "true"]).status === 0;
}

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  const code = [
    completionScript("bash", commands),
    'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _isotax',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ].join("\n");
  // With a socket as its input, bash may take itself for a remote shell, and read the host's file.
  const { stdout, stderr, status } = spawnSync(
    "bash",
    ["--norc", "-uc", code, "bash", "isotax", ...words],
    {
      encoding: "utf8",
    },
  );
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter((line) => line !== "");
}

describe("bash", () => {
  it("offers commands, options and values", () => {
    expect(offered("")).toEqual(expect.arrayContaining(["run", "gate", "show", "--help"]));
    expect(offered("sh")).toEqual(["show"]);
    expect(offered("run", "--prof")).toEqual(["--profile"]);
    expect(offered("run", "--profile", "q")).toEqual(["quick"]);
    expect(offered("run", "-p", "st")).toEqual(["standard"]);
    expect(offered("gate", "--inconclusive", "")).toEqual(["pass", "fail"]);
    expect(offered("explain", "UNKNOWN_T")).toEqual(["UNKNOWN_TARGET"]);
    expect(offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
    expect(offered("export", "--format", "open")).toEqual(["openmetrics"]);
  });

  it("goes on with a list behind its last comma", () => {
    expect(offered("run", "-t", "native,dock")).toEqual(
      expect.arrayContaining(["native,docker", "native,docker-warm"]),
    );
    expect(offered("run", "--workloads", "cpu,disk.f,disk.s")).toEqual([
      "cpu,disk.f,disk.sequential",
    ]);
  });

  it("leaves files to bash", () => {
    expect(offered("run", "--out", "x")).toEqual([]);
    expect(offered("report", "")).toEqual([]);
  });
});

describe("other shells", () => {
  it.skipIf(!has("zsh"))("zsh takes the script", () => {
    const code = `autoload -U compinit && compinit -D -u\n${completionScript("zsh", commands)}`;
    const said = spawnSync("zsh", ["-fc", `${code}\necho $_comps[isotax]`], { encoding: "utf8" });
    expect(said.stderr).toBe("");
    expect(said.stdout).toContain("_bash_complete");
  });

  it.skipIf(!has("fish"))("fish offers commands, options and values", () => {
    const offer = (line: string) => {
      const code = `${completionScript("fish", commands)}\ncomplete -C ${JSON.stringify(line)}`;
      const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", code], {
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      return stdout.split("\n").map((one) => one.split("\t")[0]);
    };
    expect(offer("isotax sho")).toContain("show");
    expect(offer("isotax run --prof")).toContain("--profile");
    expect(offer("isotax run --profile q")).toContain("quick");
    expect(offer("isotax run -t native,dock")).toContain("native,docker");
  });
});
