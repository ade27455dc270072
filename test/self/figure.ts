/** A promise about isotax itself, measured. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly bound: number;
  /** How many samples stand behind the value. */
  readonly n: number;
  readonly pass: boolean;
  /** What was compared, for the table. */
  readonly about: string;
}

export function figure(from: Omit<Figure, "pass">): Figure {
  const pass = from.better === "lower" ? from.value <= from.bound : from.value >= from.bound;
  return { ...from, pass };
}

export type Measure = (
  say: (text: string) => void,
  signal: AbortSignal,
) => Promise<readonly Figure[]>;

/** What each file in figures/ exports. */
export interface FigureFile {
  readonly measure: Measure;
  /** That it takes the lock itself, of which there is one for all that measures. */
  readonly takesLock?: boolean;
}
