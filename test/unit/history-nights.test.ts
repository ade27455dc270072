/** On how many of the nights after a step a history is red: what docs/gate-tested.md says of it. */
import { describe, expect, it } from "vitest";
import { playNights } from "../gate-evaluation/nights.ts";

const play = (step: number, scatter: number) =>
  playNights({ series: 6, before: 20, after: 8, step, scatter, seed: 77 });

describe("the nights after a history has got worse", () => {
  it("are all red where the step is large beside how much runs scatter", () => {
    const { nights, red, stayed } = play(0.3, 0.01);
    expect(nights).toBe(48);
    expect(red).toBe(48);
    expect(stayed).toBe(6);
  });

  it("stay red from the first on where it is small, and show soon", () => {
    const { nights, red, since, redSince } = play(0.1, 0.02);
    expect(redSince).toBe(since);
    expect(red).toBeGreaterThan(0.65 * nights);
  });

  it("are hardly ever red where there was no step, and mostly pass", () => {
    const { nights, red, open } = playNights({
      ...{ series: 6, before: 20, after: 8, step: 0, scatter: 0.02, seed: 78 },
    });
    expect(red).toBe(0);
    expect(open).toBeLessThanOrEqual(0.13 * nights);
  });
});
