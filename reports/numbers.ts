/**
 * Numbers as readers see them: three significant digits and the unit that fits. They are the same
 * in every language, so the page's script shares them.
 */
import type { Unit } from "../bench/types.ts";

const SCALES: Readonly<Record<Unit, readonly (readonly [number, string])[]>> = {
  ns: [
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
    [1, "ns"],
  ],
  bytes: [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
    [1, "B"],
  ],
  "bytes/s": [
    [1e9, "GB/s"],
    [1e6, "MB/s"],
    [1e3, "kB/s"],
    [1, "B/s"],
  ],
  "ops/s": [
    [1e6, "M/s"],
    [1e3, "k/s"],
    [1, "/s"],
  ],
  count: [[1, ""]],
  ratio: [[1, "x"]],
};

/** Three significant digits, never an exponent: 0.0123, 1.23, 123, 1234. */
export function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 6));
}

export interface Scale {
  readonly factor: number;
  readonly unit: string;
}

/** The largest unit in which the value is at least 1. */
export function scaleFor(value: number, unit: Unit): Scale {
  const scales = SCALES[unit];
  const [factor, name] =
    scales.find(([size]) => Math.abs(value) >= size) ??
    (scales.at(-1) as readonly [number, string]);
  return { factor, unit: name };
}

export function quantity(value: number, unit: Unit, scale = scaleFor(value, unit)): string {
  // A factor has no space before its sign, as everywhere: 1.03x.
  const space = unit === "ratio" ? "" : " ";
  return `${digits(value / scale.factor)}${space}${scale.unit}`.trim();
}

/** `94%`. It is rounded down, so that it does not claim too much. */
export function confidenceText(confidence: number): string {
  return `${Math.floor(confidence * 100)}%`;
}
