/** Images that are delivered over a link. */
export const delivery = {
  "delivery.root-queue": () => "a list of queues, of which the root queue tells its bytes",
  "delivery.device-bytes": ({ device }: { device: string }) =>
    `a line of the device ${device}, with the number of bytes that it received`,
  "delivery.written-bytes": () => "a line with the number of bytes that were written",
  "delivery.server-not-started": (of: { tool: string; deadlineMs: number; log: string }) =>
    `${of.tool} did not listen within ${of.deadlineMs / 1000} s: ${of.log}`,
  "delivery.not-chunked": ({ words }: { words: string }) =>
    `Podman makes no layer in the format zstd:chunked: ${words}`,
  "delivery.newer-podman": () => "use a newer Podman than 4.3, or measure the other formats",
  "delivery.pull-failed": (of: {
    format: string;
    version: string;
    exitCode: number;
    words: string;
  }) => `${of.format}: pulling ${of.version} failed with exit code ${of.exitCode}: ${of.words}`,
  "delivery.run-failed": (of: {
    format: string;
    version: string;
    exitCode: number;
    words: string;
  }) =>
    `${of.format}: ${of.version} was pulled and does not run; exit code ${of.exitCode}: ${of.words}`,
  "delivery.see-client": () => "see the client's last words",
  "delivery.one-by-one": ({ tool }: { tool: string }) =>
    `${tool} asks for one piece after the other, so over this link a cell would take many minutes`,
  "delivery.reads-ahead": () =>
    "QEMU fetches more than twice what the guest reads, so over this link a cell would take many minutes",
  "delivery.no-rtt": () => "measure it over a faster link without a delay",
  "delivery.no-fuse": () => "/dev/fuse is not there: casync mounts with it",
  "delivery.load-fuse": () => "load the kernel's module: modprobe fuse",
  "delivery.only-root": () => "only root may build and deliver images in namespaces of their own",
  "delivery.link-told": () =>
    "a list of one device, with its hardware address and what it sent and dropped",
  "delivery.no-delay": ({ tool }: { tool: string }) =>
    `the kernel has no netem, and there is no C compiler (${tool}) for the relay that takes its place`,
  "delivery.no-tun": ({ device }: { device: string }) =>
    `the kernel has no netem, and the relay that takes its place needs ${device}`,
  "delivery.load-tun": () =>
    "load the kernel's module (modprobe tun), or pass the device on to this container",
  "delivery.relay-ended": ({ words }: { words: string }) =>
    `the relay that adds the link's delay ended: ${words}`,
  "delivery.frames-lost": (of: { format: string; version: string; frames: number }) =>
    `${of.format}: the link's delay had no room for ${of.frames} frames while ${of.version} was pulled, so the delivery does not count`,
  "delivery.quieter-host": () => "measure again when the host is quiet",
  "delivery.see-relay": () => "see its last words, and whether memory is short",
  "delivery.run-as-root": () => "run isotax as root",
};
