/**
 * A stack of clean-up steps, in one place. It is unwound, newest first, when a preparation fails
 * half way, and when the prepared thing is no longer needed.
 */
import { asMessage, SaidError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";

/** `clean`: the instance ended by itself, with exit code 0. */
export type Closer = (clean: boolean) => void | Promise<void>;

export class Closers {
  readonly #stack: Closer[] = [];
  /** Steps that run only if the preparation fails: `prepared` takes them off the stack. */
  readonly #untilPrepared = new Set<Closer>();

  /** Adds a step, which is called once. */
  defer(close: Closer): void {
    this.#stack.push(close);
  }

  /** Adds a thing that can remove itself. */
  use<T extends { remove(): void | Promise<void> }>(made: T): T {
    this.defer(() => made.remove());
    return made;
  }

  /**
   * Adds a thing that is closed here only if the preparation fails. After that its user closes it.
   */
  hold<T extends { close(): Promise<void> }>(made: T): T {
    const close = () => made.close();
    this.#untilPrepared.add(close);
    this.defer(close);
    return made;
  }

  /** Ends the preparation: from now on the users of the held things close them. */
  prepared(): void {
    const kept = this.#stack.filter((close) => !this.#untilPrepared.has(close));
    this.#stack.splice(0, Infinity, ...kept);
  }

  /**
   * Runs all steps that are left, newest first. A step that fails does not stop the others. A
   * second call does nothing. Errors: the error of the one step that failed, or one error with
   * all messages.
   */
  async unwind(clean: boolean): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#stack.splice(0).reverse()) {
      try {
        await close(clean);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) {
      const what = say("leftovers.several", { problems: errors.map(asMessage) });
      throw new SaidError(what, { cause: new AggregateError(errors) });
    }
  }
}

/**
 * Makes something that has several parts; `make` adds each part to the stack. If it fails, its
 * parts are removed and its own error is thrown. A part that cannot be removed now stays in the
 * ledger, for a sweep.
 */
export async function unwoundOnFailure<T>(make: (closers: Closers) => Promise<T>): Promise<T> {
  const closers = new Closers();
  try {
    const made = await make(closers);
    closers.prepared();
    return made;
  } catch (error) {
    await closers.unwind(false).catch(() => {});
    throw error;
  }
}
