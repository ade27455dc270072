import { describe, expect, it } from "vitest";
import { chooseRun } from "../../scripts/options.ts";

const FLAGS = { install: false, open: false, json: false, targets: "native" };

describe("the rounds of a run", () => {
  it("are the profile's for the main workloads, and fewer with any other", async () => {
    const rounds = async (workloads?: string) =>
      (await chooseRun({ ...FLAGS, ...(workloads === undefined ? {} : { workloads }) })).rounds;
    expect(await rounds()).toBe(5);
    expect(await rounds("start.exec")).toBe(5);
    expect(await rounds("all")).toBe(3);
    expect(await rounds("start.exec,app.redis")).toBe(3);
  });

  it("are those that were asked for, whatever the workloads", async () => {
    expect((await chooseRun({ ...FLAGS, workloads: "all", rounds: 9 })).rounds).toBe(9);
  });
});
