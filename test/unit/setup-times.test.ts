/** The time left of a set-up: what its steps took the last time, and nothing where that is not known. */
import { describe, expect, it } from "vitest";
import type { Timings } from "../../bench/campaign/estimate.ts";
import type { CampaignEvent, CampaignStep } from "../../bench/campaign/events.ts";
import { Progress } from "../../scripts/progress.ts";
import { SetupTimes } from "../../scripts/setup-times.ts";
import { teller } from "../../scripts/tell-campaign.ts";

const IMAGE = { name: "image" } as const;
const look = (id: string) => ({ name: "target", id }) as const;
const DISK = { name: "vm-disk" } as const;

/** A set-up of these steps, each of which takes its seconds; what was said at the start of each. */
function setUp(known: Timings, steps: readonly (readonly [CampaignStep, number])[]) {
  let nowMs = 0;
  let saved: Timings = {};
  const written: string[] = [];
  const store = {
    read: () => known,
    save: (timings: Timings) => {
      saved = timings;
    },
  };
  const times = new SetupTimes(["crun", "docker"], store, () => nowMs);
  const progress = new Progress({ isTTY: true, write: (text) => written.push(text) });
  const emit = times.listening(teller(progress, (step) => times.leftMs(step)));
  for (const [step, seconds] of steps) {
    emit({ kind: "step-begun", step } as CampaignEvent);
    nowMs += seconds * 1000;
    emit({ kind: "step-done", step } as CampaignEvent);
  }
  times.save();
  const said = written.join("").match(/\(about [^)]+ left\)/g) ?? [];
  return { said, saved };
}

describe("the time left of a set-up", () => {
  const steps = [
    [IMAGE, 70],
    [look("crun"), 2],
    [look("docker"), 8],
    [DISK, 5],
  ] as const;

  it("is not said the first time, and what its steps took is kept", () => {
    expect(setUp({}, steps)).toEqual({
      said: [],
      saved: {
        "setup/image": 70,
        "setup/target/crun": 2,
        "setup/target/docker": 8,
        "setup/vm-disk": 5,
      },
    });
  });

  it("is what they took the last time, whatever they take now", () => {
    const { saved } = setUp({}, steps);
    const { said } = setUp(saved, [
      [IMAGE, 1],
      [look("crun"), 30],
      [look("docker"), 1],
      [DISK, 1],
    ]);
    expect(said).toEqual([
      "(about 1 min 20 s left)",
      "(about 10 s left)",
      "(about 8 s left)",
      "(about 5 s left)",
    ]);
  });

  it("is said as soon as all that is left is known", () => {
    const { said } = setUp({ "setup/target/docker": 8 }, steps);
    expect(said).toEqual(["(about 8 s left)"]);
  });
});
