import { describe, expect, it } from "vitest";
import {
  KEPT_CAPABILITIES,
  OCI_SECCOMP,
  seccompFilter,
} from "../../runners/kernel/seccomp-profile.ts";
import { SYSCALLS } from "../../runners/kernel/seccomp-syscalls.ts";

const ALLOW = "allow";
const EPERM = "errno 1";
const ENOSYS = "errno 38";
const X86_64 = 0xc000003e;

/** What the kernel would say: classic BPF, as far as such a filter uses it. */
function verdict(
  filter: Buffer,
  data: { number: number; architecture?: number; argument?: number },
): string {
  const words = new Map([
    [0, data.number],
    [4, data.architecture ?? X86_64],
    [16, data.argument ?? 0],
  ]);
  let accumulator = 0;
  for (let at = 0; ; at++) {
    const code = filter.readUInt16LE(at * 8);
    const [whenTrue, whenFalse] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    const k = filter.readUInt32LE(at * 8 + 4);
    switch (code) {
      case 0x20:
        accumulator = words.get(k) ?? Number.NaN;
        break;
      case 0x54:
        accumulator = (accumulator & k) >>> 0;
        break;
      case 0x15:
        at += accumulator === k ? whenTrue : whenFalse;
        break;
      case 0x35:
        at += accumulator >= k ? whenTrue : whenFalse;
        break;
      case 0x05:
        at += k;
        break;
      case 0x06:
        if (k === 0x7fff0000) return ALLOW;
        return k >= 0x80000000 ? "kill" : `errno ${k & 0xffff}`;
      default:
        throw new Error(`unexpected instruction ${code}`);
    }
  }
}

function numberOf(name: string): number {
  return SYSCALLS.get(name) as number;
}

describe("seccomp", () => {
  const filter = seccompFilter();

  it("numbers the calls as the kernel's table does", () => {
    // From asm/unistd_64.h: the first, the last of each range, and some between.
    const known = { read: 0, mmap: 9, clone: 56, execve: 59, setns: 308, rseq: 334, clone3: 435 };
    for (const [name, number] of Object.entries(known)) expect(SYSCALLS.get(name)).toBe(number);
    expect(SYSCALLS.get("pidfd_send_signal")).toBe(424);
    expect(SYSCALLS.get("set_mempolicy_home_node")).toBe(450);
    expect(new Set(SYSCALLS.values()).size).toBe(SYSCALLS.size);
  });

  it("decides each call alike in both forms", () => {
    const unconditional = new Set<string>(OCI_SECCOMP.syscalls[0].names);
    for (const [name, number] of SYSCALLS) {
      const expected = unconditional.has(name)
        ? ALLOW
        : name === "clone3"
          ? ENOSYS
          : ["clone", "personality"].includes(name)
            ? ALLOW // With an argument of 0.
            : EPERM;
      expect([name, verdict(filter, { number })]).toEqual([name, expected]);
    }
  });

  it("lets work through and keeps what would get out of a container", () => {
    for (const name of ["read", "execve", "openat", "io_submit", "chroot", "futex", "statx"]) {
      expect(verdict(filter, { number: numberOf(name) })).toBe(ALLOW);
    }
    for (const name of [
      "mount",
      "unshare",
      "setns",
      "bpf",
      "kexec_load",
      "init_module",
      "umount2",
    ]) {
      expect(verdict(filter, { number: numberOf(name) })).toBe(EPERM);
    }
  });

  it("looks at arguments, unknown calls and other architectures", () => {
    const clone = numberOf("clone");
    const [threadFlags, newUserNamespace] = [0x3d0f00, 0x10000000];
    expect(verdict(filter, { number: clone, argument: threadFlags })).toBe(ALLOW);
    expect(verdict(filter, { number: clone, argument: newUserNamespace })).toBe(EPERM);
    const personality = numberOf("personality");
    expect(verdict(filter, { number: personality, argument: 0xffffffff })).toBe(ALLOW);
    expect(verdict(filter, { number: personality, argument: 0x40000 })).toBe(EPERM);
    expect(verdict(filter, { number: 9999 })).toBe(EPERM);
    expect(verdict(filter, { number: 0x40000000 })).toBe(EPERM);
    expect(verdict(filter, { number: 0, architecture: 0x40000003 })).toBe("kill");
  });

  it("keeps the capabilities that Docker's documentation lists", () => {
    // CapBnd in /proc/self/status of a container that `docker run` starts without options.
    expect(KEPT_CAPABILITIES).toBe(0xa80425fb);
  });
});
