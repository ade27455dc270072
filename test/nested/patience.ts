/**
 * When a nested host is given up: not by how long it takes, for an emulated host on a busy machine
 * may take hours, but by how long it says nothing at all.
 */

/**
 * The most that one thing takes which says nothing: a cell, with the deadlines of its steps one
 * after the other.
 */
export const SILENCE_MS = 15 * 60_000;
/** From QEMU's start to the first word of a nested host under TCG, on two quiet CPUs. */
export const QUIET_BOOT_MS = 20_000;

/** What a host may be silent that booted in this time: a slow one longer, a fast one not less. */
export function silenceOf(bootMs: number): number {
  return SILENCE_MS * Math.max(1, bootMs / QUIET_BOOT_MS);
}

/** A deadline that each sign of life puts off. */
export class Silence {
  #limitMs: number;
  #timer: NodeJS.Timeout;
  readonly #fromMs = performance.now();
  #booted = false;

  /** `limitMs`: as the user has it; by the time that the first word took, without. */
  constructor(
    readonly given: number | undefined,
    readonly expired: () => void,
  ) {
    this.#limitMs = given ?? SILENCE_MS;
    this.#timer = setTimeout(expired, this.#limitMs);
  }

  get limitMs(): number {
    return this.#limitMs;
  }

  /** It has said something. */
  heard(): void {
    if (!this.#booted) {
      this.#booted = true;
      this.#limitMs = this.given ?? silenceOf(performance.now() - this.#fromMs);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.expired, this.#limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
