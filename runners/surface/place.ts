/** Where the kernel's tracing is mounted, in a mount namespace of ours. */
export const TRACING = "/sys/kernel/tracing";
