/**
 * Checks of a run that is to be done again: by --resume, or by a gate that measures like a
 * baseline. The folder may come from anywhere, so nothing in it is executed unless the user
 * confirms it.
 */
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { OWN } from "../bench/methods/families.ts";
import { notDefined } from "../bench/own/absent.ts";
import { DEFINITION } from "../bench/own/definition.ts";
import type { Run } from "../bench/schema.ts";
import type { Experiment, Params } from "../bench/types.ts";
import { printable } from "../reports/format.ts";
import { shellQuote } from "../runners/host/shell.ts";
import { isKnownTarget } from "../runners/registry.ts";
import { wantedTarget } from "./choose-targets.ts";

/**
 * The targets of a run. An id that is not just a known name, such as a command or a path, has to be
 * confirmed by the user. Errors: `NOT_CONFIRMED`, `NOT_PLANNED`, `UNKNOWN_TARGET`.
 *
 * `given`: the value of --targets. `command`: what the user ran, which the remedy repeats.
 */
export async function confirmedTargets(
  run: Pick<Run, "targets">,
  given: string | undefined,
  command: string,
): Promise<readonly string[]> {
  const ids = run.targets.map(({ id }) => id);
  const unsaid = await notKnown(ids);
  const { said, others } = wordsOf(given ?? "", ids);
  if (others !== "") {
    throw new IsotaxError(
      "NOT_PLANNED",
      say("choices.not-planned", { targets: printable(others) }),
      say("choices.targets-are-planned", { targets: ids.map(printable) }),
    );
  }
  const unconfirmed = unsaid.filter((id) => !said.includes(id));
  if (unconfirmed.length > 0) {
    throw new IsotaxError(
      "NOT_CONFIRMED",
      say("choices.not-confirmed", { targets: unconfirmed.map(printable) }),
      say("choices.confirm", {
        command: `${command} --targets ${printable(shellQuote([unsaid.join(",")]))}`,
      }),
    );
  }
  return Promise.all(ids.map(wantedTarget));
}

/** Ids that name a program of the user's own. */
async function notKnown(ids: readonly string[]): Promise<readonly string[]> {
  const known = await Promise.all(ids.map(isKnownTarget));
  return ids.filter((_, index) => known[index] !== true);
}

/** The command that goes on with a run of these targets. */
export async function resumeCommand(
  out: string,
  ids: readonly string[],
  image?: string,
): Promise<string> {
  const unsaid = await notKnown(ids);
  const words = [
    out,
    ...(unsaid.length === 0 ? [] : ["--targets", unsaid.join(",")]),
    ...(image === undefined ? [] : ["--image", image]),
  ];
  return `isotax run --resume ${shellQuote(words)}`;
}

/**
 * A run says what its image was, but not where: only the user can name it again. Errors:
 * `IMAGE_NOT_NAMED`, `IMAGE_NOT_PLANNED`.
 */
export function checkImageGiven(run: Pick<Run, "image">, given: string | undefined): void {
  const { from } = run.image;
  if (from !== undefined && given === undefined) {
    throw new IsotaxError(
      "IMAGE_NOT_NAMED",
      say("own-image.needed", { from: printable(from.name ?? from.kind) }),
      say("own-image.name-it-again"),
    );
  }
  if (from === undefined && given !== undefined) {
    throw new IsotaxError(
      "IMAGE_NOT_PLANNED",
      say("own-image.not-of-run"),
      say("own-image.leave-it-out"),
    );
  }
}

/** The ids that a list names, and what else is in it. Commas may be part of an id. */
function wordsOf(
  list: string,
  ids: readonly string[],
): { said: readonly string[]; others: string } {
  const said: string[] = [];
  let left = `,${trimmed(list)},`;
  for (const id of [...ids].sort((a, b) => b.length - a.length)) {
    const word = `,${trimmed(id)},`;
    if (!left.includes(word)) continue;
    said.push(id);
    left = left.replace(word, ",");
  }
  return { said, others: left.split(",").filter(Boolean).join(",") };
}

function trimmed(list: string): string {
  return list
    .split(",")
    .map((word) => word.trim())
    .join(",");
}

/**
 * The workloads of a run. Only ids count, no words that stand for several. Errors:
 * `WORKLOAD_CHANGED`.
 */
export function plannedWorkloads(
  run: Pick<Run, "workloads">,
  known: readonly Experiment[],
): readonly Experiment[] {
  return run.workloads.map(({ id, family }) => {
    const found = known.find((one) => one.id === id);
    if (found !== undefined) return found;
    if (family === OWN.id) throw notDefined(id);
    throw new IsotaxError(
      "WORKLOAD_CHANGED",
      say("choices.workload-gone", { workload: id }),
      say("choices.use-other-isotax"),
    );
  });
}

/**
 * The parameters of a run's workloads. They become words of commands, so each must have the value
 * of some profile of this isotax. Errors: `WORKLOAD_CHANGED`.
 */
export function checkedParams(
  run: Pick<Run, "workloads">,
  known: readonly Pick<Experiment, "id" | "params">[],
): Readonly<Record<string, Params>> {
  return Object.fromEntries(
    run.workloads.map(({ id, params }) => {
      const profiles = Object.values(known.find((one) => one.id === id)?.params ?? {});
      const names = new Set([...profiles, params].flatMap((one) => Object.keys(one)));
      for (const name of names) {
        const values = profiles.map((one) => (one as Params)[name]);
        const value = Object.hasOwn(params, name) ? params[name] : undefined;
        if (isAsPlanned(value, values)) continue;
        if (name === DEFINITION) throw definedOtherwise(id);
        const named = { workload: id, name, known: [...new Set(values)].map(String) };
        throw new IsotaxError(
          "WORKLOAD_CHANGED",
          value === undefined
            ? say("choices.parameter-gone", named)
            : say("choices.parameter-changed", {
                ...named,
                value: printable(JSON.stringify(value)),
              }),
          say("choices.finish-with-other-isotax"),
        );
      }
      return [id, params];
    }),
  );
}

function definedOtherwise(workload: string): IsotaxError {
  return new IsotaxError(
    "WORKLOAD_CHANGED",
    say("own.defined-otherwise", { workload: printable(workload) }),
    say("own.define-as-before"),
  );
}

/** A gate takes fewer iterations than a profile, never more. */
function isAsPlanned(value: unknown, known: readonly unknown[]): boolean {
  if (known.includes(value)) return true;
  const numbers = known.filter((one) => typeof one === "number");
  if (typeof value !== "number" || numbers.length === 0) return false;
  const whole = !numbers.every(Number.isInteger) || Number.isInteger(value);
  return whole && value > 0 && numbers.some((most) => value <= most);
}
