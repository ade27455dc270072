import type { InspectWorkload, Measurement } from "../types.ts";

/** What has to be shipped to run the image on a target, and what it takes on disk there. */
export const workload: InspectWorkload = {
  mode: "inspect",
  id: "image.size",
  version: 1,
  title: "Image: bytes to ship and bytes on disk, part by part",
  resource: "image",
  main: true,
  tools: [],
  notes: {
    shows: "what has to be sent and kept for the same files: layers, or disk, kernel and initramfs",
    hides: "what a start reads of it, and layers that a host has already",
    published: "6.4% of an image's data is read at start: Slacker, FAST 2016",
  },
  // It does not vary.
  mostRounds: { smoke: 1, quick: 1, standard: 1, thorough: 1 },
  params: { smoke: {}, quick: {}, standard: {}, thorough: {} },
  measure: async (target, image) => {
    const parts = await target.shipped(image);
    const sum = (key: "shippedBytes" | "diskBytes") =>
      parts.reduce((total, part) => total + part[key], 0);
    const bytes = (metric: string, value: number): Measurement => ({
      metric,
      unit: "bytes",
      better: "lower",
      clock: "host",
      values: [value],
    });
    const virtual = parts.reduce((total, part) => total + (part.virtualBytes ?? 0), 0);
    return [
      bytes("shipped", sum("shippedBytes")),
      bytes("disk", sum("diskBytes")),
      ...(virtual > 0 ? [bytes("virtual", virtual)] : []),
      ...parts
        .filter((part) => part.shippedBytes > 0)
        .map((part) => bytes(`shipped/${part.part}`, part.shippedBytes)),
      ...parts
        .filter((part) => part.diskBytes > 0)
        .map((part) => bytes(`disk/${part.part}`, part.diskBytes)),
    ];
  },
};
