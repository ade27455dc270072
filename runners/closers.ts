/**
 * A stack of what undoes what was made. It is unwound, newest first, when a preparation fails half
 * way, and when what was prepared is no longer needed: what is made is undone in one place only.
 */
import { messageOf } from "../bench/errors.ts";

/** `clean`: the instance ended by itself, with exit code 0. */
export type Closer = (clean: boolean) => void | Promise<void>;

export class Closers {
  readonly #stack: Closer[] = [];
  /** Newest first on top of the stack, only until all is prepared. */
  readonly #untilPrepared = new Set<Closer>();

  /** Undoes something; called once. */
  defer(close: Closer): void {
    this.#stack.push(close);
  }

  /** Something that knows how to remove itself. */
  use<T extends { remove(): void | Promise<void> }>(made: T): T {
    this.defer(() => made.remove());
    return made;
  }

  /** Something that is closed here only if the preparation fails: its user closes it afterwards. */
  hold<T extends { close(): Promise<void> }>(made: T): T {
    const close = () => made.close();
    this.#untilPrepared.add(close);
    this.defer(close);
    return made;
  }

  /** All is prepared: what is held is its user's from now on. */
  prepared(): void {
    const kept = this.#stack.filter((close) => !this.#untilPrepared.has(close));
    this.#stack.splice(0, Infinity, ...kept);
  }

  /**
   * Undoes all that is left, newest first; one that fails stops no other. Does nothing the second
   * time. Errors: what the first that failed threw, with the messages of the others.
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
    if (errors.length > 1) throw new AggregateError(errors, errors.map(messageOf).join("; "));
  }
}

/**
 * Makes something with a stack to enter its parts into. If it fails, its parts are undone, and its
 * own error is thrown: what cannot be undone now is in the ledger, and left to a sweep.
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
