/** An OCI runtime that the project knows nothing of, by its name alone. */

import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { textOf } from "../../reports/text/message.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { targetOf } from "../../runners/instance/target.ts";
import { findRecipe } from "../../runners/registry.ts";
import { leftOvers, MUST_RUN, temporaryFolder, testContext } from "../support.ts";

const RUNTIME = "isotax-test-runtime";
const possible = isRoot() && which("runc") !== undefined;

describe.skipIf(!possible && !MUST_RUN)("oci:NAME (needs root and runc)", () => {
  it("runs a runtime from anywhere in the PATH, also one whose `run` keeps the container", async () => {
    const folder = temporaryFolder();
    const script = [
      "#!/bin/sh",
      'for word; do [ "$word" = run ] && keep=--keep; done',
      // After the subcommand: it is an option of its own.
      'for word; do shift; set -- "$@" "$word"; [ "$word" = run ] && set -- "$@" $keep; done',
      `exec ${which("runc")} --root ${join(folder, "state")} "$@"`,
    ];
    writeFileSync(join(folder, RUNTIME), `${script.join("\n")}\n`);
    chmodSync(join(folder, RUNTIME), 0o755);
    const path = process.env["PATH"];
    process.env["PATH"] = `${folder}:${path}`;
    onTestFinished(() => {
      process.env["PATH"] = path;
    });
    const recipe = await findRecipe(`oci:${RUNTIME}`);
    if (recipe === undefined) throw new Error("not found");
    const context = testContext(true);
    const never = new AbortController().signal;
    try {
      const { image } = await rootfsImage(context);
      const target = targetOf(recipe, context);
      expect(await target.probe(never)).toMatchObject({ ok: true });
      const spec = { cpus: allowedCpus().slice(-1), memoryMiB: 256, image, scratchMiB: 0 };
      const echo = { argv: [{ tool: "busybox" }, "echo", "ready"] };
      const { stdout, exitCode } = await target.start(spec, echo, never);
      expect({ stdout, exitCode }).toEqual({ stdout: "ready\n", exitCode: 0 });
    } finally {
      await context.close();
    }
    expect(readdirSync(join(folder, "state"))).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  it("says what to do where there is none of that name", async () => {
    const recipe = await findRecipe("oci:isotax-no-such-runtime");
    const context = testContext();
    try {
      const probe = await recipe?.probe(context, new AbortController().signal);
      if (probe?.ok !== false) throw new Error("it can run");
      expect(textOf(probe.remedy)).toMatch(/into the PATH/);
      expect(textOf(probe.remedy)).not.toContain("apt-get");
    } finally {
      await context.close();
    }
  });
});
