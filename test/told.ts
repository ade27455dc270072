import { IsotaxError } from "../bench/errors.ts";
import type { CellVerdict } from "../bench/stats/judgement.ts";
import { textOf } from "../reports/text/message.ts";

/** A cell's verdict with its sentences. */
export type ToldVerdict = Omit<CellVerdict, "reason" | "remedy"> & {
  readonly reason: string;
  readonly remedy?: string;
};

export function told({ reason, remedy, ...cell }: CellVerdict): ToldVerdict {
  return {
    ...cell,
    reason: textOf(reason),
    ...(remedy === undefined ? {} : { remedy: textOf(remedy) }),
  };
}

/** An error as a user reads it. */
export interface ToldError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** The error that a promise ends with. */
export async function refusalOf(promise: Promise<unknown>): Promise<ToldError> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof IsotaxError)) throw error;
    const { name, code, message, remedy } = error;
    return { name, code, message, remedy: textOf(remedy) };
  }
  throw new Error("it was not refused");
}
