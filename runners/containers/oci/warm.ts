/**
 * A container that waits, paused, and is resumed. The timed part is the runtime's `resume` and the
 * exec of the entry. The first process reads a line, is frozen while it waits, and becomes the
 * entry when it goes on.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import { unwoundOnFailure } from "../../closers.ts";
import { isRoot } from "../../host/paths.ts";
import { tryRun } from "../../host/process.ts";
import { sh } from "../../host/shell.ts";
import { imagePaths } from "../../images/paths.ts";
import { CONTAINER_BARRIERS } from "../../instance/barriers.ts";
import { READ_ONLY_IMAGE, type Recipe, type RecipeIdentity } from "../../instance/recipe.ts";
import { cgroupRemedy } from "../../kernel/cgroups.ts";
import {
  type OciRuntime,
  type PreparedContainer,
  prepareContainer,
  probeRuntime,
  requirementsOf,
} from "./runtime.ts";

export function warmOciRecipe(runtime: OciRuntime, identity: RecipeIdentity): Recipe {
  const requires = requirementsOf(runtime);
  return {
    ...identity,
    kind: "runtime",
    keeps: CONTAINER_BARRIERS,
    requires,
    warm: true,
    deadlines: { readyMs: 30_000 },
    lacks: isRoot() ? {} : { "writable-root": READ_ONLY_IMAGE },
    probe: async (context) => {
      const probe = await probeRuntime(runtime, requires, context);
      if (!probe.ok || context.cgroups.version !== 0) return probe;
      return {
        ok: false,
        reason: say("engines.paused-by-group", { reason: context.cgroups.reason }),
        remedy: cgroupRemedy(),
      };
    },
    prepare: (context, spec) =>
      unwoundOnFailure(async (closers) => {
        const container = await prepareContainer(runtime, identity.id, context, spec, closers);
        const paths = imagePaths(spec.image);
        const busybox = paths.tool("busybox");
        return {
          launcher: container.launcher,
          paths,
          cgroups: () => [context.cgroupName(container.name)],
          remove: (clean: boolean) => closers.unwind(clean),
          ...(container.network === undefined ? {} : { network: container.network }),
          facts: {
            ...container.facts,
            prework: say("engines.paused-beforehand"),
          },
          before: async (entry) => {
            container.configure([busybox, "sh", "-c", 'read -r _ && exec "$@"', "sh", ...entry]);
            await runPaused(container);
          },
          firstProcess: { kind: "paused" },
          launch: () => ({
            script: sh`${container.subcommand("resume")} && wait "$waiting"`,
          }),
        };
      }),
    shipped: async (_context, image) => image.layers,
  };
}

const PATIENCE_MS = 10_000;
const LOOK_MS = 2;

async function runPaused(container: PreparedContainer): Promise<void> {
  const { launcher, subcommand } = container;
  // The command runs in the background of the shell that will wait for it. A shell gives such a
  // command /dev/null as standard input, even with `<&0`, so a copy is made beforehand.
  await launcher.run(sh`exec 5<&0; ${subcommand("run")} <&5 5<&- 3>&- & waiting=$!`);
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await waitsForInput(subcommand("state")))) {
    if (performance.now() > deadline) {
      throw new RunnerError(
        "NOT_WARM",
        say("engines.not-waiting", { patienceMs: PATIENCE_MS }),
        say("engines.see-runtimes-words"),
        "spawn",
        launcher.stderrTail(),
      );
    }
    await sleep(LOOK_MS);
  }
  if ((await launcher.run(sh`${subcommand("pause")}`)) === 0) return;
  throw new RunnerError(
    "NOT_PAUSED",
    say("engines.not-paused", { command: subcommand("pause") }),
    say("engines.see-words-of-pause"),
    "spawn",
    launcher.stderrTail(),
  );
}

/**
 * read(2) of descriptor 0, or poll(2): busybox waits in poll(2) before it reads. Format: proc(5),
 * syscall.
 */
const WAITING = /^(?:0 0x0|7) /;

/** Whether the container's first process is blocked until something can be read. */
async function waitsForInput(state: readonly string[]): Promise<boolean> {
  const { stdout, exitCode } = await tryRun(state);
  if (exitCode !== 0) return false;
  const { pid } = JSON.parse(stdout) as { pid: number };
  try {
    return WAITING.test(readFileSync(`/proc/${pid}/syscall`, "utf8"));
  } catch {
    return false;
  }
}
