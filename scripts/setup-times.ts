/**
 * How long the steps of a set-up take, by how long they took the last time on this machine. A step
 * that was never taken here is not guessed: then nothing is said of the time left.
 */
import type { CampaignStep, Emit } from "../bench/campaign/events.ts";
import type { TimingStore } from "../bench/campaign/machine.ts";

/** Steps that every set-up takes, besides a look at each target. */
const ALWAYS = ["image"] as const;

export class SetupTimes {
  readonly #seconds: Map<string, number>;
  readonly #due: Set<string>;
  readonly #took: Record<string, number> = {};
  #begunMs = 0;

  constructor(
    targets: readonly string[],
    readonly store: TimingStore,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#seconds = new Map(Object.entries(store.read()));
    this.#due = new Set([
      ...ALWAYS.map((name) => keyOf({ name })),
      ...targets.map((id) => keyOf({ name: "target", id })),
    ]);
  }

  /** Of this step and all after it, in ms. Undefined if the time of one is not known. */
  leftMs(step: CampaignStep): number | undefined {
    const keys = [...new Set([keyOf(step), ...this.#due])];
    const seconds = keys.map((key) => this.#seconds.get(key) ?? Number.NaN);
    const left = seconds.reduce((sum, one) => sum + one, 0) * 1000;
    return Number.isNaN(left) ? undefined : left;
  }

  /** Listens to the steps, and hands every event on. */
  listening(emit: Emit): Emit {
    return (event) => {
      if (event.kind === "step-begun") this.#begunMs = this.now();
      emit(event);
      if (event.kind !== "step-done" && event.kind !== "step-failed") return;
      const key = keyOf(event.step);
      this.#due.delete(key);
      if (event.kind === "step-done") this.#took[key] = (this.now() - this.#begunMs) / 1000;
    };
  }

  /** For the next set-up. */
  save(): void {
    this.store.save(this.#took);
  }
}

function keyOf(step: CampaignStep): string {
  if (step.name === "target") return `setup/target/${step.id}`;
  return step.name === "server" ? `setup/server/${step.tool}` : `setup/${step.name}`;
}
