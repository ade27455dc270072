/** What `npm run test:nested` is told: argv in, options out. */

import { parseArgs } from "node:util";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import type { Part } from "./record.ts";

export const USAGE = `npm run test:nested -- [options]
  --suite NAME      Debian that the nested host is: bookworm, trixie; bookworm unless given
  --targets LIST    as for isotax run; all unless given
  --workloads LIST  as for isotax run; the main ones unless given
  --parts LIST      root, user or both: as whom isotax runs there; both unless given
  --contract        the targets' contract tests as well
  --no-run          no doctor and no smoke run: with --contract, its tests alone
  --silence MINUTES how long the nested host may say nothing before it is ended; 15 unless given,
                    and longer where it boots slowly
  --check DIR       checks the results of an earlier run, and runs nothing
  --help            this text
`;

export const SUITES = ["bookworm", "trixie"] as const;
export type Suite = (typeof SUITES)[number];

export interface Options {
  readonly suite: Suite;
  readonly targets: string;
  /** Empty: the main ones. */
  readonly workloads: string;
  readonly parts: readonly Part[];
  readonly contract: boolean;
  readonly run: boolean;
  readonly silenceMs?: number;
}

export type Wish =
  | { readonly kind: "help" }
  | { readonly kind: "check"; readonly folder: string }
  | { readonly kind: "run"; readonly options: Options };

/** Errors: `BAD_OPTION`, with all that there is. */
export function parseWish(argv: readonly string[]): Wish {
  const values = parsed(argv);
  if (values.help) return { kind: "help" };
  if (values.check !== undefined) return { kind: "check", folder: values.check };
  const suite = SUITES.find((one) => one === values.suite);
  if (suite === undefined) {
    throw bad(`--suite ${values.suite}: expected one of ${SUITES.join(", ")}`);
  }
  const parts = wordsOf(values.parts).map((word): Part => {
    if (word === "root" || word === "user") return word;
    throw bad(`--parts ${values.parts}: expected root, user or root,user`);
  });
  if (parts.length === 0) throw bad("--parts names none");
  const run = !values["no-run"];
  if (!run && !values.contract) throw bad("--no-run without --contract leaves nothing to do");
  const options = {
    ...{ suite, targets: list("targets", values.targets), parts, run },
    ...{ workloads: list("workloads", values.workloads), contract: values.contract },
  };
  if (values.silence === undefined) return { kind: "run", options };
  const minutes = Number(values.silence);
  if (!(minutes > 0 && Number.isFinite(minutes))) {
    throw bad(`--silence ${values.silence}: expected minutes, such as 20`);
  }
  return { kind: "run", options: { ...options, silenceMs: minutes * 60_000 } };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        suite: { type: "string", default: "bookworm" },
        targets: { type: "string", default: "all" },
        workloads: { type: "string", default: "" },
        parts: { type: "string", default: "root,user" },
        contract: { type: "boolean", default: false },
        "no-run": { type: "boolean", default: false },
        silence: { type: "string" },
        check: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw bad((error as Error).message);
  }
}

/** They stand between quotes in a shell's file. */
function list(name: string, value: string): string {
  if (!value.includes("'")) return value;
  throw bad(`--${name} ${value}: a quote cannot be passed on`);
}

function wordsOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function bad(message: string): IsotaxError {
  return new IsotaxError("BAD_OPTION", verbatim(message), verbatim(USAGE.trimEnd()));
}
