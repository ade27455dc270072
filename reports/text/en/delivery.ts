/** Images that are delivered over a link. */
export const delivery = {
  "delivery.root-queue": () => "a list of queues, of which the root queue tells its bytes",
  "delivery.written-bytes": () => "a line with the number of bytes that were written",
  "delivery.server-not-started": (of: { tool: string; deadlineMs: number; log: string }) =>
    `${of.tool} did not listen within ${of.deadlineMs / 1000} s: ${of.log}`,
  "delivery.not-chunked": ({ words }: { words: string }) =>
    `Podman makes no layer in the format zstd:chunked: ${words}`,
  "delivery.newer-podman": () => "install Podman 4.3 or later",
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
  "delivery.only-root": () => "only root may build and deliver images in namespaces of their own",
  "delivery.run-as-root": () => "run isotax as root",
};
