/** On how many of the nights after a step a history is red: what docs/gate.md says of it. */
import { describe, expect, it } from "vitest";
import { playNights } from "../gate-evaluation/nights.ts";

const play = (step: number, scatter: number) =>
  playNights({ series: 6, before: 12, after: 8, step, scatter, seed: 77 });

describe("the nights after a history has got worse", () => {
  it("are all red where the step is large beside how much runs scatter", () => {
    const { nights, red, stayed } = play(0.3, 0.01);
    expect(nights).toBe(48);
    expect(red).toBe(48);
    expect(stayed).toBe(6);
  });

  it("are not where it is small: a regression need not stay red", () => {
    const { nights, red, since, redSince } = play(0.15, 0.02);
    expect(red).toBeGreaterThan(0);
    expect(red).toBeLessThan(nights);
    expect(redSince).toBeLessThan(since);
  });
});
