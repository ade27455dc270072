import { asMessage, IsotaxError, RunnerError, UnavailableError } from "../bench/errors.ts";

/** Failures of tools tell where they happened. Errors that are bugs stay as they are. */
export async function failingIn<T>(phase: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isTold = error instanceof RunnerError || error instanceof UnavailableError;
    if (!(error instanceof IsotaxError) || isTold) throw error;
    throw new RunnerError(error.code, asMessage(error), error.remedy, phase, "", { cause: error });
  }
}
