/**
 * Gates on made-up hosts, of which the truth is known: how often they are wrong, by kind of trouble.
 * Everything comes from the seed.
 */
import { Chance } from "./chance.ts";

/** What troubles a host's measurements; all as logarithms, 0.01 is about 1%. */
export interface Host {
  readonly name: string;
  /** Scatter of a side within a round: what starts in a row leave after they collapse to one value. */
  readonly scatter: number;
  /** Scatter that both sides of a round share. */
  readonly shared?: number;
  /** Change of the host's speed from the first round to the last, and a step in the middle. */
  readonly drift?: number;
  readonly step?: number;
  /** Chance that something else delays a side, and by how much at most. */
  readonly spikes?: number;
  readonly spike?: number;
  /** How much of a round's scatter remains in the side's next: an autocorrelation. */
  readonly memory?: number;
  /** Where each side lands for a whole run: layout of memory, caches, files. */
  readonly launch?: number;
  /** How much longer the side takes that comes second. */
  readonly second?: number;
  /** Scatter with a long tail to above instead of a normal one. */
  readonly skewed?: boolean;
}

export const HOSTS: readonly Host[] = [
  { name: "quiet", scatter: 0.015, shared: 0.02 },
  { name: "noisy", scatter: 0.06, shared: 0.1 },
  { name: "drifting", scatter: 0.03, shared: 0.02, drift: 0.4, second: 0.01 },
  { name: "stepping", scatter: 0.03, shared: 0.02, step: 0.3 },
  { name: "spiky", scatter: 0.03, shared: 0.02, spikes: 0.08, spike: 1.5 },
  { name: "skewed", scatter: 0.04, shared: 0.03, skewed: true },
  { name: "remembering", scatter: 0.03, shared: 0.03, memory: 0.1 },
];

export class Simulation extends Chance {
  /** Logarithms of head's slowdown against base, round by round, where it is `effect` in truth. */
  logs(host: Host, effect: number, rounds: number): number[] {
    const launch = (host.launch ?? 0) * (this.normal() - this.normal());
    const sides = [this.#side(host), this.#side(host)] as const;
    return Array.from({ length: rounds }, (_, round) => {
      // What both sides share cancels out: it is added and taken away, as in a real ratio.
      const at = round / Math.max(1, rounds - 1);
      const both = (host.shared ?? 0) * this.normal() + (at > 0.5 ? (host.step ?? 0) : 0);
      const order = this.uniform() < 0.5 ? 1 : -1;
      const drift = (host.drift ?? 0) / rounds / 2 + (host.second ?? 0);
      const [base, head] = sides.map((side) => Math.exp(both + side())) as [number, number];
      return Math.log((head * Math.exp(order * drift)) / base) + effect + launch;
    });
  }

  #side(host: Host): () => number {
    const memory = host.memory ?? 0;
    let last = this.normal();
    return () => {
      const fresh = host.skewed === true ? this.skewed() : this.normal();
      last = memory * last + Math.sqrt(1 - memory ** 2) * fresh;
      const hit = this.uniform() < (host.spikes ?? 0) ? this.uniform() * (host.spike ?? 0) : 0;
      return host.scatter * last + hit;
    };
  }
}
