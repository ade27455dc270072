/** Random numbers with a seed, as made-up hosts and sides need them. */
import { seeded } from "../../bench/random.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";

export class Chance {
  readonly #random;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** From 0 to 1, and neither of them. */
  uniform(): number {
    return (this.#random.below(2 ** 30) + 0.5) / 2 ** 30;
  }

  normal(): number {
    return normalQuantile(this.uniform());
  }

  /** Student's t with 3 degrees of freedom, with a standard deviation of 1. */
  heavy(): number {
    const squares = this.normal() ** 2 + this.normal() ** 2 + this.normal() ** 2;
    return this.normal() / Math.sqrt(squares);
  }

  /** Exponential, with a mean of 0 and a standard deviation of 1. */
  skewed(): number {
    return -Math.log(this.uniform()) - 1;
  }
}
