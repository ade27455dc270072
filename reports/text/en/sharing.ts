const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** Services that have a base in common. */
export const sharing = {
  "sharing.disk-not-written": ({ words }: { words: string }) =>
    `a service's files could not be written into a copy of the image's disk: ${words}`,
  "sharing.see-debugfs": () => "see debugfs's words; an image with fewer files may leave more room",
  "sharing.no-layer-folders": ({ engine, driver }: { engine: string; driver: string }) =>
    `${engine} does not tell in which folders of this host it keeps an image's layers (storage driver: ${driver || "not told"})`,
  "sharing.use-overlay": () =>
    "use the storage driver overlay2 (docker) or overlay (podman); Docker must not use containerd's image store",
  "sharing.short-of-memory": (of: { availableBytes: number; wantedBytes: number }) =>
    `one more service needs ${mebibytes(of.wantedBytes)} of available memory (1536 MiB of it stay free), and the host has ${mebibytes(of.availableBytes)}`,
  "sharing.smaller-profile": () => "choose a smaller profile or --memory, or end other programs",
};
