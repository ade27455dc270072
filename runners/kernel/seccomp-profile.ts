/**
 * The system calls that a container may use: Docker's default profile for a container with the
 * default capabilities. It has two forms: for an OCI runtime, and as a filter program for a process
 * that loads it itself.
 * Sources: docs.docker.com/engine/security/seccomp, and the default profile in the sources of Moby
 * (profiles/seccomp/default.json).
 */
import { SYSCALLS } from "./seccomp-syscalls.ts";

/** System calls that are refused with EPERM, whatever their arguments are. */
const REFUSED = new Set(
  `
  acct add_key afs_syscall bpf clock_adjtime clock_settime create_module delete_module
  epoll_ctl_old epoll_wait_old fanotify_init finit_module fsconfig fsmount fsopen fspick
  get_kernel_syms get_mempolicy getpmsg init_module io_uring_enter io_uring_register io_uring_setup
  ioperm iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie mbind mount mount_setattr
  move_mount move_pages nfsservctl open_by_handle_at open_tree perf_event_open pivot_root
  process_madvise putpmsg query_module quotactl quotactl_fd reboot request_key security
  set_mempolicy set_mempolicy_home_node setdomainname sethostname setns settimeofday swapoff swapon
  _sysctl sysfs syslog tuxcall umount2 unshare uselib userfaultfd ustat vhangup vserver
`
    .trim()
    .split(/\s+/),
);

/**
 * System calls that are refused with ENOSYS. The C library then falls back to clone(2), whose flags
 * a filter can check.
 */
const NOT_THERE = ["clone3"];

/**
 * A system call that is allowed if the masked argument has one of these values. `argument`: its
 * index, from 0.
 */
export interface Condition {
  readonly syscall: string;
  readonly argument: number;
  readonly mask?: number;
  readonly values: readonly number[];
}

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET: clone(2). */
const CLONE_NAMESPACES = 0x7e020000;

const CONDITIONS: readonly Condition[] = [
  { syscall: "clone", argument: 0, mask: CLONE_NAMESPACES, values: [0] },
  // PER_LINUX and PER_LINUX32, each with and without UNAME26; 0xffffffff only queries.
  { syscall: "personality", argument: 0, values: [0x0, 0x8, 0x20000, 0x20008, 0xffffffff] },
];

const conditional = new Set(CONDITIONS.map(({ syscall }) => syscall));

const ALLOWED: readonly string[] = [...SYSCALLS.keys()].filter(
  (name) => !REFUSED.has(name) && !NOT_THERE.includes(name) && !conditional.has(name),
);

const EPERM = 1;
const ENOSYS = 38;

/** `linux.seccomp` of an OCI bundle: the runtime specification, config-linux.md, Seccomp. */
export const OCI_SECCOMP = {
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: EPERM,
  architectures: ["SCMP_ARCH_X86_64"],
  syscalls: [
    { names: ALLOWED, action: "SCMP_ACT_ALLOW" },
    { names: NOT_THERE, action: "SCMP_ACT_ERRNO", errnoRet: ENOSYS },
    ...CONDITIONS.flatMap(({ syscall, argument, mask, values }) =>
      values.map((value) => ({
        names: [syscall],
        action: "SCMP_ACT_ALLOW",
        args: [
          mask === undefined
            ? { index: argument, value, op: "SCMP_CMP_EQ" }
            : { index: argument, value: mask, valueTwo: value, op: "SCMP_CMP_MASKED_EQ" },
        ],
      })),
    ),
  ],
} as const;

/**
 * The capabilities that Docker leaves to a container, as bits: capabilities(7). CHOWN,
 * DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, NET_BIND_SERVICE, NET_RAW,
 * SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP.
 */
export const KEPT_CAPABILITIES = [0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31].reduce(
  (bits, capability) => bits + 2 ** capability,
  0,
);

/** One instruction: struct sock_filter in linux/filter.h. */
interface Instruction {
  readonly code: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly k: number;
}

const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
const IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const GO = 0x05; // BPF_JMP | BPF_JA
const RETURN = 0x06; // BPF_RET | BPF_K

const RET_ALLOW = 0x7fff0000;
const RET_ERRNO = 0x00050000;
const RET_KILL_PROCESS = 0x80000000;

/** Offsets in struct seccomp_data: seccomp(2). */
const NUMBER = 0;
const ARCHITECTURE = 4;
const ARGUMENTS = 16;

const AUDIT_ARCH_X86_64 = 0xc000003e;
/** Numbers from here on belong to the x32 ABI, which a filter must refuse. */
const X32 = 0x40000000;

const LONGEST_JUMP = 255;

function jump(code: number, k: number, whenTrue: number, whenFalse: number): Instruction {
  return { code, k, whenTrue, whenFalse };
}

function plain(code: number, k: number): Instruction {
  return { code, k, whenTrue: 0, whenFalse: 0 };
}

/**
 * The same rules as a program. It searches the number's range as a binary tree: when a filter is
 * loaded, the kernel runs it once for each system call (seccomp_cache_prepare in kernel/seccomp.c),
 * and one comparison for each allowed call would take a quarter of a millisecond.
 */
export function seccompFilter(): Buffer {
  const program: Instruction[] = [
    plain(LOAD, ARCHITECTURE),
    jump(IF_EQUAL, AUDIT_ARCH_X86_64, 1, 0),
    plain(RETURN, RET_KILL_PROCESS),
    plain(LOAD, NUMBER),
    jump(IF_AT_LEAST, X32, 0, 1),
    plain(RETURN, RET_ERRNO | EPERM),
    ...tree(ranges()),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, whenTrue, whenFalse, k }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  }
  return bytes;
}

/** Numbers from `from` to the next range, which all have the same verdict. */
interface Range {
  readonly from: number;
  readonly verdict: readonly Instruction[];
}

const ALLOWING = [plain(RETURN, RET_ALLOW)];
const REFUSING = [plain(RETURN, RET_ERRNO | EPERM)];
const MISSING = [plain(RETURN, RET_ERRNO | ENOSYS)];

/** All numbers, from 0 on. What has no name is refused. */
function ranges(): readonly Range[] {
  const verdicts = new Map<number, readonly Instruction[]>([
    ...ALLOWED.map((name) => [numberOf(name), ALLOWING] as const),
    ...NOT_THERE.map((name) => [numberOf(name), MISSING] as const),
    ...CONDITIONS.map((condition) => [numberOf(condition.syscall), lookAt(condition)] as const),
  ]);
  const found: Range[] = [];
  const last = Math.max(...verdicts.keys()) + 1;
  for (let number = 0; number <= last; number++) {
    const verdict = verdicts.get(number) ?? REFUSING;
    if (found.at(-1)?.verdict !== verdict) found.push({ from: number, verdict });
  }
  return found;
}

function tree(of: readonly Range[]): readonly Instruction[] {
  const middle = of[Math.ceil(of.length / 2)];
  if (middle === undefined || of.length === 1) return of[0]?.verdict ?? REFUSING;
  const at = of.indexOf(middle);
  const [below, above] = [tree(of.slice(0, at)), tree(of.slice(at))];
  const skip =
    below.length <= LONGEST_JUMP
      ? [jump(IF_AT_LEAST, middle.from, below.length, 0)]
      : [jump(IF_AT_LEAST, middle.from, 0, 1), plain(GO, below.length)];
  return [...skip, ...below, ...above];
}

/** The verdict on a call that is allowed with some arguments. */
function lookAt({ argument, mask, values }: Condition): readonly Instruction[] {
  return [
    // These calls read only the low half of the argument.
    plain(LOAD, ARGUMENTS + 8 * argument),
    ...(mask === undefined ? [] : [plain(AND, mask)]),
    ...values.map((value, index) => jump(IF_EQUAL, value, values.length - index, 0)),
    ...REFUSING,
    ...ALLOWING,
  ];
}

function numberOf(name: string): number {
  const number = SYSCALLS.get(name);
  if (number === undefined) throw new Error(`no system call of x86-64 is called ${name}`);
  return number;
}
