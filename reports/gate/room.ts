/** Room for a number of characters, which is given out line by line. */
export class Room {
  constructor(private left: number) {}

  /** Takes as many of the first items as a share of the remaining room holds. */
  take<T>(all: readonly T[], lineOf: (one: T) => string, share = 1): readonly T[] {
    const room = this.left * share;
    let used = 0;
    const kept: T[] = [];
    for (const one of all) {
      const more = lineOf(one).length + "\n".length;
      if (used + more > room) break;
      used += more;
      kept.push(one);
    }
    this.left -= used;
    return kept;
  }
}
