/** The catalogue: what each workload makes of what its tools really print. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ParseError } from "../../bench/errors.ts";
import type { WorkStep } from "../../bench/methods/steps.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { FIXTURES, fixtureName, hasSteps } from "../fixtures.ts";

const SYSTEMS = readdirSync(FIXTURES);
const SIZE = { cpus: 1, memoryMiB: 512 };

const workloads = await loadExperiments();
const worked = workloads.filter(hasSteps);

interface Case {
  readonly step: WorkStep;
  readonly name: string;
  readonly stdout: string;
}

const wanted = worked.flatMap((workload) =>
  workload.spec
    .steps(workload.params.smoke, SIZE)
    .map((step) => ({ step, file: fixtureName(workload, step) })),
);
const cases: readonly Case[] = SYSTEMS.flatMap((system) =>
  wanted.flatMap(({ step, file }) => {
    const name = `${system}/${file}`;
    const kept = new URL(name, FIXTURES);
    // What is missing is told below, by one test that names it.
    return existsSync(kept) ? [{ step, name, stdout: readFileSync(kept, "utf8") }] : [];
  }),
);

describe("the catalogue", () => {
  it("says of each workload what it shows, what not, and what to compare it with", () => {
    for (const { id, notes, title } of workloads) {
      for (const text of [title, ...Object.values(notes)]) {
        expect(text.length, `${id}: ${text}`).toBeGreaterThan(15);
      }
    }
  });

  it("has one real output for every step of every system that was tried, and no other", () => {
    expect(SYSTEMS).toEqual(["debian-12", "debian-13"]);
    for (const system of SYSTEMS) {
      const files = readdirSync(new URL(`${system}/`, FIXTURES)).sort();
      expect(files, "keep what is missing: docs/add-a-workload.md says how").toEqual(
        wanted.map(({ file }) => file).sort(),
      );
    }
  });

  it("names metrics once, and gives the same in all profiles and for more CPUs the same and more", () => {
    for (const workload of worked) {
      const names = (profile: "smoke" | "thorough", cpus: number) =>
        workload.spec
          .steps(workload.params[profile], { cpus, memoryMiB: 512 })
          .map(({ name }) => name);
      expect(names("thorough", 1)).toEqual(names("smoke", 1));
      expect(names("smoke", 2)).toEqual(expect.arrayContaining(names("smoke", 1)));
      expect(new Set(names("smoke", 2)).size).toBe(names("smoke", 2).length);
    }
  });
});

describe.each(cases)("$name", ({ step, stdout, name }) => {
  it("is read as before", () => {
    const { measurements, work } = step.parse(stdout);
    expect(work).toBeGreaterThan(0);
    for (const { values } of measurements) {
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) expect(value).toBeGreaterThan(0);
    }
    const betterOf = (metric: string) => step.metrics.find(({ id }) => id === metric)?.better;
    const read = {
      work,
      ...Object.fromEntries(
        measurements.map(({ metric, unit, values }) => [
          metric,
          `${values.join(" ")} ${unit}, ${betterOf(metric)} is better`,
        ]),
      ),
    };
    expect(read, name).toMatchSnapshot();
  });

  it("is refused with a typed error when it is cut short, or is another's", () => {
    const whole = JSON.stringify(step.parse(stdout));
    // Everywhere: a number that is cut is a number still.
    for (let length = 0; length < stdout.length; length++) {
      let read: string;
      try {
        read = JSON.stringify(step.parse(stdout.slice(0, length)));
      } catch (error) {
        if (error instanceof ParseError) continue;
        throw error;
      }
      // A cut that takes nothing of what is read changes nothing.
      if (read !== whole) expect.fail(`cut after ${length} characters it is read as ${read}`);
    }
    expect(() => step.parse("command not found")).toThrow(ParseError);
    expect(() => step.parse("")).toThrow(ParseError);
  });
});
