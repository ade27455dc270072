import { describe, expect, it } from "vitest";
import { firstFrame } from "../../runners/containers/docker/api.ts";

function frame(stream: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

describe("the stream of an attached container", () => {
  it("comes apart into frames, however it is cut", () => {
    const bytes = Buffer.concat([frame(1, "héllo\n"), frame(2, "oops"), frame(1, "")]);
    for (let cut = 0; cut <= bytes.length; cut++) {
      let pending = Buffer.alloc(0);
      const seen: [string, string][] = [];
      for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
        pending = Buffer.concat([pending, chunk]);
        for (let next = firstFrame(pending); next !== undefined; next = firstFrame(pending)) {
          seen.push([next.stream, next.payload.toString()]);
          pending = pending.subarray(next.end);
        }
      }
      expect(seen).toEqual([
        ["stdout", "héllo\n"],
        ["stderr", "oops"],
        ["stdout", ""],
      ]);
      expect(pending.length).toBe(0);
    }
  });
});
