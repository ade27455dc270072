import { IMAGE } from "../methods/families.ts";
import { inspectExperiment } from "../methods/inspect.ts";
import type { Metric, Values } from "../types.ts";

/** The size that a guest sees. It includes free room on the disk. */
const { fold: _, ...VIRTUAL } = bytes("virtual", "detail");

/** What must be shipped to run the image on a target, and what it takes on disk there. */
export const experiment = inspectExperiment({
  id: "image.size",
  version: 1,
  title: "Image: bytes to ship and bytes on disk, part by part",
  family: IMAGE,
  main: true,
  tools: [],
  notes: {
    shows: "what must be sent and stored for the same files: layers, or disk, kernel and initramfs",
    hides: "how much of it a start reads, and layers that a host already has",
    published: "6.4% of an image's data is read at start: Slacker, FAST 2016",
  },
  params: { smoke: {}, quick: {}, standard: {}, thorough: {} },
  metrics: [bytes("shipped", "headline"), bytes("disk", "detail"), VIRTUAL],
  look: async (lab) => {
    const parts = await lab.shipped("target");
    if (parts.length === 0) return [size("shipped", "nothing", 0), size("disk", "nothing", 0)];
    const virtualBytes = parts.reduce((total, part) => total + (part.virtualBytes ?? 0), 0);
    const virtual: Values = { metric: VIRTUAL.id, values: [virtualBytes], clock: "host" };
    return [
      ...parts.flatMap(({ part, shippedBytes, diskBytes }) => [
        size("shipped", part, shippedBytes),
        size("disk", part, diskBytes),
      ]),
      ...(virtualBytes > 0 ? [virtual] : []),
    ];
  },
});

/** Bytes, part by part. A target that ships nothing has no parts. */
function bytes(id: string, role: Metric["role"]): Metric {
  return {
    id,
    unit: "bytes",
    better: "lower",
    role,
    // Native ships nothing, and a ratio to zero says nothing.
    against: "none",
    gated: false,
    exact: true,
    fold: { how: "sum", over: "part" },
  };
}

function size(metric: string, part: string, value: number): Values {
  return { metric, at: { part }, values: [value], clock: "host" };
}
