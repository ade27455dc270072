/** Statistics, campaign and reports ask what a metric declares. None of them knows one by its name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { ROOT } from "../support.ts";

const known = await loadExperiments();
const families = [...new Set(known.map(({ family }) => family))];

const ASKING = ["bench/stats", "bench/campaign", "reports", "scripts"];
const files = ASKING.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Comparisons, cases of a switch and keys of a table. */
function asks(word: string): RegExp {
  const quoted = `["'\`]${word.replaceAll(".", "\\.")}["'\`]`;
  return new RegExp(
    `[!=]==? ${quoted}|case ${quoted}|\\[${quoted}\\]|\\.(includes|startsWith|endsWith)\\(${quoted}`,
  );
}

/** The same words, for other things. */
const OTHER_THINGS = [
  // A part of run.json's type.
  "bench/stats/comparable.ts: image",
  // A key of the configuration.
  "scripts/read-config.ts: image",
  // Steps of getting ready.
  "scripts/setup-times.ts: image",
  "scripts/tell-campaign.ts: image",
  // What an experiment needs of a target.
  "scripts/commands/doctor.ts: network",
];

describe("the vocabulary", () => {
  it("has families that are asked for in no other file than their own", () => {
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((file) =>
      families
        .filter((family) => asks(family).test(withoutEach(read(file))))
        .map((family) => `${file}: ${family}`),
    );
    expect(found).toEqual(OTHER_THINGS);
  });

  it("has experiments that are asked for by no id", () => {
    const found = files.flatMap((file) =>
      known.filter(({ id }) => asks(id).test(read(file))).map(({ id }) => `${file}: ${id}`),
    );
    expect(found).toEqual([]);
  });

  it("has metrics whose names nobody takes apart", () => {
    const size = { cpus: 1, memoryMiB: 512 };
    const names = known.flatMap(({ metrics, params }) =>
      metrics(params.smoke, size).map(({ id }) => id),
    );
    const found = files.flatMap((file) =>
      [...new Set(names)]
        // A word of everyday use, such as `read`, is no sign of a metric.
        .filter((name) => /[./-]/.test(name) && read(file).includes(`"${name}"`))
        .map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
    const parsed = files.filter((file) =>
      /metric\.(split|match|replace|startsWith|endsWith|includes)\(/.test(read(file)),
    );
    expect(parsed).toEqual([]);
  });
});

/** `each === "start"` asks what a metric declares, and no family. */
function withoutEach(text: string): string {
  return text.replaceAll(/each === "start"/g, "");
}
