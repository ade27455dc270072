/** Services that are deployed, and replaced by other versions. */
export const deployment = {
  "deployment.client-deadline": ({ deadlineMs }: { deadlineMs: number }) =>
    `the clients did not begin or end within ${deadlineMs / 1000} s`,
  "deployment.load-failed": ({ exitCode }: { exitCode: number }) =>
    `the clients that ask the services ended with exit code ${exitCode}`,
  "deployment.no-answer": ({ target }: { target: string }) =>
    `${target}: a new instance did not answer its clients`,
  "deployment.failed-before": (of: { target: string; count: number; first: string }) =>
    `${of.target}: ${of.count} requests failed before anything was replaced (${of.first})`,
  "deployment.not-scaled": ({ target }: { target: string }) =>
    `${target}: the number of its tasks did not change`,
  "deployment.not-replaced": ({ target }: { target: string }) =>
    `${target}: no client got an answer of the new version, or the old one still answers`,
  "deployment.not-updated": ({ state }: { state: string }) =>
    `Docker Swarm did not complete the update: ${state}`,
  "deployment.no-swarm": (of: { host: string; by: string }) =>
    `a swarm is made only on a Docker daemon of isotax's own: that of the host (${of.host}, by ${of.by}) may have one, whose services would be lost`,
  "deployment.stop-daemon": () =>
    "stop the host's Docker daemon (this stops its containers): isotax then starts one of its own",
  "deployment.balancer-not-started": ({ log }: { log: string }) => `HAProxy did not start: ${log}`,
  "deployment.balancer-refused": (of: { command: string; answer: string }) =>
    `HAProxy refused "${of.command}": ${of.answer}`,
  "deployment.newer-haproxy": () => "install HAProxy 2.6 or later",
};
