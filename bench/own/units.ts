/** The units in which programs print their results, and how they become ours. */
import {
  BITS_PER_BYTE,
  NS_PER_MICROSECOND,
  NS_PER_MILLISECOND,
  NS_PER_SECOND,
} from "../measurement.ts";
import type { Unit } from "../types.ts";

interface Conversion {
  readonly unit: Unit;
  readonly factor: number;
}

const TIMES = {
  ns: 1,
  us: NS_PER_MICROSECOND,
  µs: NS_PER_MICROSECOND,
  ms: NS_PER_MILLISECOND,
  s: NS_PER_SECOND,
} as const;

const SIZES = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
} as const;

const BITS = { "bit/s": 1, "kbit/s": 1e3, "Mbit/s": 1e6, "Gbit/s": 1e9 } as const;

const OTHERS = {
  bytes: { unit: "bytes", factor: 1 },
  "bytes/s": { unit: "bytes/s", factor: 1 },
  "ops/s": { unit: "ops/s", factor: 1 },
  "1/s": { unit: "ops/s", factor: 1 },
  count: { unit: "count", factor: 1 },
  ratio: { unit: "ratio", factor: 1 },
} as const satisfies Readonly<Record<string, Conversion>>;

export type GivenUnit =
  | keyof typeof TIMES
  | keyof typeof SIZES
  | `${keyof typeof SIZES}/s`
  | keyof typeof BITS
  | keyof typeof OTHERS;

function scaled(
  factors: Readonly<Record<string, number>>,
  unit: Unit,
  suffix = "",
): readonly (readonly [string, Conversion])[] {
  return Object.entries(factors).map(([name, factor]) => [`${name}${suffix}`, { unit, factor }]);
}

const KNOWN: ReadonlyMap<string, Conversion> = new Map([
  ...scaled(TIMES, "ns"),
  ...scaled(SIZES, "bytes"),
  ...scaled(SIZES, "bytes/s", "/s"),
  ...Object.entries(BITS).map(([name, bits]): readonly [string, Conversion] => [
    name,
    { unit: "bytes/s", factor: bits / BITS_PER_BYTE },
  ]),
  ...Object.entries(OTHERS),
]);

export const GIVEN_UNITS = [...KNOWN.keys()] as readonly string[] as readonly [
  GivenUnit,
  ...GivenUnit[],
];

export function conversionOf(given: GivenUnit): Conversion {
  const found = KNOWN.get(given);
  if (found === undefined) throw new Error(`the unit ${given} has no conversion`);
  return found;
}
