/** Facts about the host, where they are words and no bare data. */
export const hostFacts = {
  "host-facts.unknown": () => "unknown",
  "host-facts.cores": ({ cores, threads }: { cores: number; threads: number }) =>
    `${cores} (${threads} threads)`,
  "host-facts.no-swap": () => "none",
  "host-facts.kernel-default": () => "kernel default",
  "host-facts.filesystem": ({ type, source }: { type: string; source: string }) =>
    `${type} on ${source}`,
  /** `model` and `writeCache` are empty if the disk does not tell them. */
  "host-facts.disk": (disk: {
    model: string;
    scheduler: string;
    writeCache: string;
    rotates: boolean;
  }) =>
    [
      ...(disk.model === "" ? [] : [disk.model]),
      `scheduler ${disk.scheduler}`,
      `write cache: ${disk.writeCache || "unknown"}`,
      disk.rotates ? "says that it rotates" : "does not rotate",
    ].join(", "),
  "host-facts.no-limit": () => "none",
};
