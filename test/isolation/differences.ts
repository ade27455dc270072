/**
 * How the container that our primitives make, `masked`, differs from that of crun: all that is
 * known, with its reason. docs/methodology.md has the same table.
 */
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { cgroupSupport } from "../../runners/kernel/cgroups.ts";
import { blockDevice } from "./inside.ts";
import { inheritable } from "./look.ts";

/**
 * Fields that differ, what is seen of them in ours, and what in crun's: whole names and values. What
 * only the other has is `absent`.
 */
export type Fields = readonly [names: RegExp, ours: RegExp, crun: RegExp];

export interface Difference {
  readonly about: string;
  readonly ours: string;
  readonly crun: string;
  readonly reason: string;
  readonly fields: readonly Fields[];
  /** Absent if it is there on every machine, and whether or not something serves inside. */
  readonly isThere?: (container: { readonly serves: boolean }) => boolean;
}

/** The launcher has others by these numbers, and closes them: launcher.ts. */
const LAUNCHERS = ["3", "4"];

export const DIFFERENCES: readonly Difference[] = [
  {
    about: "`/dev`",
    ours: "the host's, bound, with all its devices",
    crun: "a tmpfs with six devices; a devpts, shared memory and message queues of its own",
    reason: "no rung makes one",
    fields: [
      [
        /mount \/dev(\/.*)?/,
        /.*/,
        /absent|tmpfs rw nosuid|devpts rw nosuid noexec|(tmpfs|mqueue) rw nosuid nodev noexec/,
      ],
      [
        /device \/dev\/.*/,
        /(character|block) special file .*/,
        /absent|character special file 5:2 666 0:0/,
      ],
    ],
  },
  {
    about: "devices that may be used",
    ours: "all: root inside can make a node for a block device of the host, such as its disk, and open it",
    crun: "those of its `/dev`",
    reason: "no rung writes a list of devices",
    isThere: () => blockDevice() !== undefined,
    fields: [[/node for a block device/, /can be opened/, /cannot be made|is refused/]],
  },
  {
    about: "control groups of v1",
    ours: "a group in each hierarchy that limits or counts; a cgroup namespace",
    crun: "a group in every hierarchy; no cgroup namespace, so their paths on the host show",
    reason: "the others limit nothing here; `crun spec` proposes the namespace for v2 alone",
    isThere: () => cgroupSupport().version === 1,
    fields: [
      [/namespace cgroup/, /its own/, /the host's/],
      [/group [\w=,]+/, /the host's/, /its own/],
      [/path of group [\w=,]+/, /\//, /the host's/],
      // Its mounts: a tmpfs, and those of the other hierarchies.
      [/mount \/sys\/fs\/cgroup/, /\S+ rw.*/, /tmpfs rw nosuid nodev noexec/],
      [/mount \/sys\/fs\/cgroup\/.*/, /absent/, /cgroup ro nosuid nodev noexec/],
      [/(writable )?group file (cpu|blkio|devices)\/.*/, /absent/, /.+/],
    ],
  },
  {
    about: "files that are masked",
    ours: "covered by a writable `/dev/null`",
    crun: "by a read-only one",
    reason: "what is written to it is gone in either case",
    fields: [[/mount \/proc\/\w+/, /\S+ rw.*/, /\S+ ro.*/]],
  },
  {
    about: "host name",
    ours: "the host's, in a namespace of its own",
    crun: "`crun`",
    reason: "`crun spec` proposes one",
    isThere: () => hostname() !== "crun",
    fields: [[/hostname/, /the host's/, /crun/]],
  },
  {
    about: "open files",
    ours: "the caller's limit",
    crun: "1024",
    reason: "`crun spec` proposes one",
    isThere: () => !/^Max open files +1024 +1024 /m.test(readFileSync("/proc/self/limits", "utf8")),
    fields: [[/limit open files/, /\d+ \d+/, /1024 1024/]],
  },
  {
    about: "session",
    ours: "the launcher's, which has no terminal",
    crun: "its own",
    reason: "there is no terminal that a new session would keep away",
    fields: [[/session/, /its starter's/, /its own/]],
  },
  {
    about: "session keyring",
    ours: "its starter's",
    crun: "its own",
    reason: "the filter refuses the calls that reach it",
    isThere: () => existsSync("/proc/keys"),
    fields: [[/session keyring/, /its starter's/, /its own/]],
  },
  {
    about: "descriptors that isotax's caller left open",
    ours: "open inside",
    crun: "closed",
    reason: "the same as in `native`, which has the caller's as well",
    isThere: () => inheritable("/proc/self").some((name) => !LAUNCHERS.includes(name)),
    fields: [[/descriptor \d+/, /.+/, /absent/]],
  },
  {
    about: "the seccomp filter",
    ours: "refuses calls of x32; compares 32 bits of personality(2)'s argument",
    crun: "ends a process that calls by x32; compares 64 bits",
    reason: "no call goes through: x32 by neither, and the kernel reads 32 bits",
    fields: [
      [/call of x32/, /errno 1/, /signal 31/],
      [/call personality/, /ok/, /errno 1/],
    ],
  },
  {
    about: "capabilities, where nothing serves",
    ours: "Docker's fourteen",
    crun: "AUDIT_WRITE, KILL and NET_BIND_SERVICE",
    reason: "`crun spec` proposes these; where something serves, it gets Docker's as well",
    isThere: ({ serves }) => !serves,
    fields: [
      [/status Cap(Prm|Eff|Bnd)/, /00000000a80425fb/, /0000000020000420/],
      // What follows from DAC_OVERRIDE and SETGID.
      [/writable \/proc\/[^/]+/, /yes/, /no/],
      [/call setgroups/, /errno 22/, /errno 1/],
    ],
  },
  {
    about: "loopback device, where nothing serves",
    ours: "down",
    crun: "up",
    reason: "nothing is sent over it there",
    isThere: ({ serves }) => !serves,
    fields: [[/loopback/, /0x8/, /0x9/]],
  },
];
