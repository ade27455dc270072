/** Disks of VMs as they are delivered: how their files are written, and where QEMU reads them. */
import { describe, expect, it } from "vitest";
import { filesOf, TIMES } from "../../runners/delivery/layers.ts";
import { adding, replacing } from "../../runners/delivery/vm/disk-commands.ts";
import { isRequest } from "../../runners/delivery/vm/rsync-server.ts";

describe("the lines that write a layer into a disk", () => {
  const app = { tree: "/t", files: filesOf("app") };

  it("make each folder once, from the top, unless the disk has it", () => {
    const lines = adding([app, { tree: "/d", files: filesOf("dependencies") }], () => false);
    const made = lines.filter((line) => line.startsWith("mkdir"));
    expect(made.slice(0, 4)).toEqual([
      'mkdir "/srv"',
      'mkdir "/srv/app"',
      'mkdir "/srv/dependencies"',
      'mkdir "/srv/dependencies/000"',
    ]);
    expect(new Set(made).size).toBe(made.length);
    const there = adding([app], (folder) => folder === "srv");
    expect(there.filter((line) => line.startsWith("mkdir"))).toEqual(['mkdir "/srv/app"']);
    expect(there).toContain('sif "/srv" mode 040755');
  });

  it("write each file with its time, and the time of a folder last", () => {
    const lines = adding([app], () => false);
    expect(lines.filter((line) => line.startsWith("write"))).toHaveLength(app.files.length);
    expect(lines).toContain('write "/t/srv/app/000.txt" "/srv/app/000.txt"');
    expect(lines).toContain(`sif "/srv/app/000.txt" mtime @${TIMES.older}`);
    expect(lines.at(-1)).toBe(`sif "/srv/app" mtime @${TIMES.older}`);
  });

  it("replace what is newer, and nothing else", () => {
    expect(replacing({ tree: "/n", files: filesOf("app-newer") })).toEqual([
      'rm "/srv/app/150.txt"',
      'write "/n/srv/app/150.txt" "/srv/app/150.txt"',
      `sif "/srv/app/150.txt" mtime @${TIMES.newer}`,
      `sif "/srv/app" mtime @${TIMES.older}`,
    ]);
    const dependency = replacing({ tree: "/n", files: filesOf("dependencies-newer") });
    expect(dependency.filter((line) => line.startsWith("rm"))).toHaveLength(10);
  });
});

describe("the log of rsync's daemon", () => {
  it("tells of each file that was asked for, once", () => {
    const log = [
      "2026/11/29 04:00:00 [12] rsyncd version 3.5.0 starting, listening on port 873",
      "2026/11/29 04:00:01 [13] connect from UNKNOWN (198.18.0.1)",
      "2026/11/29 04:00:01 [13] rsync on disks/qemu-rsync/base.raw from UNKNOWN (198.18.0.1)",
      "2026/11/29 04:00:01 [13] building file list",
      "2026/11/29 04:00:02 [13] sent 153 bytes  received 77 bytes  total size 36700160",
    ];
    expect(log.filter(isRequest)).toEqual([log[2]]);
  });
});
