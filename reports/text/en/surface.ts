/** The surface: which of the host's system calls a target makes. */
export const surface = {
  "surface.only-root": () => "only root may trace others' system calls",
  "surface.not-mounted": ({ complaints }: { complaints: string }) =>
    `tracefs could not be mounted: ${complaints}`,
  "surface.not-seen": () =>
    "nothing is seen of this process: the kernel has no events for system calls, or isotax runs in a PID namespace",
  "surface.no-tracing": ({ why }: { why: string }) =>
    `the kernel's tracing of system calls cannot be used: ${why}`,
  "surface.allow-tracing": () =>
    "run isotax as root on the host itself, with a kernel that has CONFIG_FTRACE_SYSCALLS and is not locked down",
  "surface.lost": ({ lost }: { lost: number }) =>
    `${lost} records of system calls were lost before they were read`,
  "surface.again": () => "measure again while the host has less to do",
  "surface.title": () => "How much of the host's kernel is used",
  "surface.explained": () =>
    "Different system calls of the host that all processes of a target make: what runs inside, and the " +
    "monitor, runtime and daemon that make it run. Each is counted once, however often it is made, and " +
    "whatever runs behind it: one ioctl(KVM_RUN) runs a whole guest.",
  "surface.caption": () => "different system calls of the host",
  "surface.work": () => "at work",
  "surface.during": ({ work }: { work: string }) => `only ${work}`,
  "surface.start": () => "while it starts",
  "surface.ioctls": () => "ioctl(2) requests",
  "surface.names": () => "Which calls are made at work",
  "surface.head-call": () => "system call",
  "surface.made": () => "yes",
};
