import { describe, expect, it } from "vitest";
import { parseAmount, parseShare, parseTime } from "../../scripts/units.ts";

describe("quantities as people write them", () => {
  it.each([
    ["5%", 0.05],
    ["12.5%", 0.125],
    ["0.05", 0.05],
    ["0", 0],
    ["0%", 0],
    [" 2% ", 0.02],
    ["150%", 1.5],
    ["0.999", 0.999],
    ["100%", 1],
    ["1000%", 10],
  ])("a share: %s is %d", (text, share) => {
    expect(parseShare(text)).toBeCloseTo(share, 12);
  });

  it.each([
    "",
    "%",
    "5 %",
    "1",
    "-5%",
    "5%%",
    "five",
    "1e-2",
    ".5",
    "5.",
    "NaN",
    "Infinity",
    "5000%",
    "5",
  ])('no share: "%s"', (text) => {
    expect(parseShare(text)).toBeUndefined();
  });

  it.each([
    ["90s", 90_000],
    ["10m", 600_000],
    ["10min", 600_000],
    ["1h", 3_600_000],
    ["1.5h", 5_400_000],
    ["10 m", 600_000],
    [" 2s ", 2000],
  ])("a time: %s is %d ms", (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  it.each([
    "",
    "10",
    "0s",
    "-1s",
    "10 minutes",
    "1h30m",
    "10ms",
    "10M",
    "s",
    "1e3s",
    "1constructor",
  ])('no time: "%s"', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it.each([
    ["50ns", 50, "ns"],
    ["50us", 50_000, "ns"],
    ["50µs", 50_000, "ns"],
    ["1.5ms", 1_500_000, "ns"],
    ["2 s", 2e9, "ns"],
    ["100B", 100, "bytes"],
    ["4kB", 4000, "bytes"],
    ["4KiB", 4096, "bytes"],
    ["1MB", 1e6, "bytes"],
    ["1MiB", 1_048_576, "bytes"],
    ["1GB", 1e9, "bytes"],
    ["1GiB", 1_073_741_824, "bytes"],
    ["0us", 0, "ns"],
  ])("an amount: %s is %d %s", (text, amount, unit) => {
    expect(parseAmount(text)).toEqual({ value: expect.closeTo(amount, 6), unit });
  });

  it.each(["", "50", "-1us", "4KB", "4kib", "4 K iB", "us", "5%", "1h", "1e3us", "1constructor"])(
    'no amount: "%s"',
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );
});
