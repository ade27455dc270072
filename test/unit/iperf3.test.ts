import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { iperf3Client } from "../../bench/tools/iperf3.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "isotax-iperf3-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the client's command prints where iperf3 is this shell script, which counts its calls in `tries`. */
function clientOf(script: string): string {
  const fake = join(folder, "iperf3");
  writeFileSync(
    fake,
    `#!/bin/sh\necho >>${folder}/tries\ntries=$(wc -l <${folder}/tries)\n${script}\n`,
    {
      mode: 0o755,
    },
  );
  const [program, ...words] = iperf3Client(1, []).argv.map((word) => {
    if (typeof word === "string") return word;
    if ("tool" in word) return word.tool === "iperf3" ? fake : word.tool;
    return "127.0.0.1";
  });
  return execFileSync(program as string, words, { encoding: "utf8" });
}

const REFUSED = `echo '{"error": "unable to connect to server: Connection refused"}'`;

describe("iperf3's client", () => {
  it("asks again while the server does not listen, and prints the answer alone", () => {
    expect(clientOf(`[ $tries -gt 2 ] || { ${REFUSED}; exit 1; }; echo '{"end": {}}'`)).toBe(
      '{"end": {}}\n',
    );
  });

  it("prints any other error, with iperf3's exit code", () => {
    expect(() => clientOf("echo unknown; exit 3")).toThrow(
      expect.objectContaining({ status: 3, stdout: "unknown\n" }),
    );
  });

  it("gives up in the end", () => {
    expect(clientOf(REFUSED)).toContain("Connection refused");
  });
});
