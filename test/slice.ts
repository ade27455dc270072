/**
 * The part of the long tests that a run does. `npm test` takes one of `SLICES`, chosen by the commit,
 * so that successive commits cover all of them; `npm run test:all`, and vitest by itself, take all.
 */
import { execFileSync } from "node:child_process";

/** Each case with others of its kind comes up in one commit of so many, on average. */
export const SLICES = 12;

/** `commit`, `all`, or a slice's number; nothing is `all`. */
export const SLICE_VARIABLE = "ISOTAX_TEST_SLICE";

export type Slice = number | "all";

/** Outside a checkout there is no commit to choose by. */
const WITHOUT_COMMIT = 0;

/** Reads the variable's value. `commit` is asked for the id of the commit, and may know none. */
export function readSlice(value: string | undefined, commit: () => string | undefined): Slice {
  if (value === undefined || value === "" || value === "all") return "all";
  if (value === "commit") return sliceOfCommit(commit());
  const slice = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (slice < SLICES) return slice;
  throw new Error(
    `${SLICE_VARIABLE} is "${value}"; expected "all", "commit" or a number from 0 to ${SLICES - 1}`,
  );
}

export function sliceOfCommit(id: string | undefined): number {
  return id === undefined ? WITHOUT_COMMIT : Number.parseInt(id.slice(0, 8), 16) % SLICES;
}

/** Id of the commit that is checked out in a folder, if it is a checkout. */
export function checkedOut(folder: string): string | undefined {
  try {
    // Git refuses another user's checkout, as root has it in CI. Nothing of it is executed here.
    const anybodys = ["-c", "safe.directory=*"];
    return execFileSync("git", [...anybodys, "rev-parse", "--verify", "HEAD"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

/** The slice of this run, as vitest.config.ts has handed it to the tests. */
export function currentSlice(): Slice {
  return readSlice(process.env[SLICE_VARIABLE], () => undefined);
}

/** What a run prints, so that what failed in it can be run again. */
export function describeSlice(slice: Slice): string {
  return slice === "all"
    ? "every slice of the long tests"
    : `slice ${slice} of 0-${SLICES - 1} of the long tests; the same again: ${SLICE_VARIABLE}=${slice} npm test; all: npm run test:all`;
}

/**
 * The cases of a slice: one at the least, where there is one, and all slices together have all.
 * With another `offset` for each row of a matrix, a slice takes from every row and every column.
 */
export function casesOf<T>(slice: Slice, cases: readonly T[], offset = 0): readonly T[] {
  if (slice === "all") return cases;
  const turns = Math.min(SLICES, cases.length);
  return cases.filter((_, index) => (index + offset) % turns === slice % turns);
}
