import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import { described } from "../methods/described.ts";
import { checkedExec } from "../methods/exec.ts";
import type { Family } from "../methods/families.ts";
import type { Check, Command, Experiment } from "../types.ts";

const CHECK: Family = { id: "check", order: 100, traits: {} };

/** A file that is written inside must not exist outside at the same path. */
export const experiment: Experiment = {
  ...described({
    id: "check.files",
    version: 1,
    title: "Whether a file that is written inside appears on the host, at the same path",
    family: CHECK,
    tools: ["busybox"],
    notes: {
      shows:
        "whether the root filesystem inside is separate from the host's. Natively it is the host's own, so the check must fail there",
      hides: "volumes, which users share on purpose, and other paths",
      published: "none: engines promise it, but nobody reports a test of it",
    },
    // What an instance can see does not change from round to round.
    rounds: { smoke: 1, quick: 1, standard: 1, thorough: 1 },
    params: { smoke: {}, quick: {}, standard: {}, thorough: {} },
  }),
  metrics: () => [],
  seconds: (_p, { openingSeconds }) => openingSeconds,
  run: async (lab) => {
    const canary = `isotax-canary-${randomBytes(8).toString("hex")}`;
    const session = await lab.open("target");
    const where = { workload: "check.files", target: lab.target("target").id };
    const { stdout, hostNs } = await checkedExec(session, where, write(canary), lab.signal);
    lab.worked(hostNs);
    return [judged(stdout, canary)];
  },
};

/** Prints whether the file was written, and its path as the instance sees it. */
function write(canary: string): Command {
  const script =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
    'mkdir -p "${1%/*}" 2>/dev/null; error=$( { echo "$2" >"$1"; } 2>&1 ) && ' +
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
    'echo "written $1" || echo "refused ${error##*: }"';
  const path = { root: canary };
  return { argv: [{ tool: "busybox" }, "sh", "-c", script, "sh", path, canary] };
}

/** `stdout` is the output of `write`. The file is removed with the instance. */
function judged(stdout: string, canary: string): Check {
  const check = "files.root";
  const [, outcome, detail] = /^(written|refused) (.+)\n$/.exec(stdout) ?? [];
  if (outcome === undefined || detail === undefined) {
    const lines = { one: "written PATH", other: "refused REASON" };
    throw new ParseError("busybox", say("workloads.either-line", lines), stdout);
  }
  if (outcome === "refused") {
    return { check, holds: "yes", evidence: say("evidence.refused", { errno: detail }) };
  }
  return contentOf(detail)?.includes(canary) === true
    ? { check, holds: "no", evidence: say("evidence.found", { where: detail }) }
    : { check, holds: "yes", evidence: say("evidence.absent", { where: detail }) };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
