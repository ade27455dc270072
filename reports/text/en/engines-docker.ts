/** Docker: its daemon, its client, and its API. */
export const enginesDocker = {
  "engines-docker.needs-client": () => "the client",
  "engines-docker.needs-daemon": () => "the daemon, if none runs",
  "engines-docker.needs-mount": () => "the daemon's own place, if none runs",

  // What names a daemon.
  "engines-docker.by-variable": () => "by DOCKER_HOST",
  "engines-docker.by-context": ({ context }: { context: string }) => `by the context "${context}"`,
  "engines-docker.usual-socket": () => "the usual socket",
  "engines-docker.rootless-socket": () => "the usual socket of a rootless daemon",

  // Why a daemon is not used.
  "engines-docker.refusals": ({ refusals }: { refusals: readonly string[] }) => refusals.join("; "),
  "engines-docker.other-machine": ({ host, by }: { host: string; by: string }) =>
    `Docker's client is set up for ${host}, which is not this host's socket (${by})`,
  "engines-docker.not-usable": ({ host, by, said }: { host: string; by: string; said: string }) =>
    `the daemon at ${host} (${by}) cannot be used: ${said}`,
  "engines-docker.other-kernel": (values: { host: string; by: string; kernel: string }) =>
    `the daemon at ${values.host} (${values.by}) runs on another kernel, ${values.kernel}`,
  "engines-docker.no-endpoint": ({ said }: { said: string }) =>
    `Docker's client does not say where it would ask: ${said}`,
  "engines-docker.silent": ({ command }: { command: string }) => `\`${command}\` said nothing`,
  "engines-docker.no-other-daemon": () => "no other answers",
  "engines-docker.none-answers": ({ refused }: { refused: string }) =>
    `no Docker daemon of this host answers: ${refused}`,
  "engines-docker.not-installed": () => "no Docker daemon answers and dockerd is not installed",
  "engines-docker.only-root": () => "no Docker daemon answers, and only root may start one",
  "engines-docker.not-started": ({ deadlineMs, log }: { deadlineMs: number; log: string }) =>
    `dockerd did not answer within ${deadlineMs / 1000} s: ${log}`,

  // What to do about it.
  "engines-docker.join-group": () =>
    "sudo usermod -aG docker $USER, then log in again; or run as root",
  "engines-docker.same-version": () =>
    "install a client and a daemon of the same version: one of them is too old for the other",
  "engines-docker.start-here": () =>
    "start one here (sudo systemctl start docker) and unset DOCKER_HOST, or docker context use default",
  "engines-docker.start-and-join": () =>
    "sudo systemctl start docker; sudo usermod -aG docker $USER, then log in again",
  "engines-docker.start-yourself": () =>
    "start Docker yourself (systemctl start docker) or leave the target out with --targets",

  // Facts.
  "engines-docker.running": ({ host, by }: { host: string; by: string }) =>
    `running at ${host} (${by})`,
  "engines-docker.startable": ({ why }: { why: string }) =>
    `installed; started for the run: ${why}`,
  "engines-docker.of-this-run": ({ why }: { why: string }) =>
    `started for this run (${why}), in its own namespaces, with Docker's defaults except for the cgroup driver, cgroupfs`,
  "engines-docker.of-the-host": ({ host, by }: { host: string; by: string }) =>
    `the host's own, as it was, at ${host} (${by})`,
  "engines-docker.serves-others": () =>
    "the Docker daemon is the host's own, and works for others too",
  "engines-docker.client-is-isotax": () =>
    "isotax itself, over the API's socket, on the harness's CPUs",
  "engines-docker.rootless-daemon": () => "yes: a rootless daemon",
  "engines-docker.buildkit": () => "BuildKit (buildx)",
  "engines-docker.classic-builder": () => "the classic builder, without BuildKit",
  "engines-docker.bridge": () => "bridge (Docker's default)",

  // The API.
  "engines-docker.api-unknown": (values: {
    host: string;
    oldest: string;
    newest: string;
    needed: string;
  }) =>
    `the Docker daemon at ${values.host} offers API ${values.oldest} to ${values.newest}, and ${values.needed} or later is needed`,
  "engines-docker.newer-or-no-api": () =>
    "install a newer Docker, or leave docker-api out with --targets",
  "engines-docker.refused": (values: { method: string; path: string; said: string }) =>
    `${values.method} ${values.path}: ${values.said}`,
  "engines-docker.status": ({ status, body }: { status: number; body: string }) =>
    `the daemon answered ${status}: ${body}`,
  "engines-docker.attach-refused": ({ status }: { status: number }) =>
    `attach: the daemon answered ${status}`,
  "engines-docker.no-answer": () => "the Docker daemon does not answer",
  "engines-docker.no-end": () => "the Docker daemon did not report the container's end",
  "engines-docker.see-daemons-log": () =>
    "see the daemon's log (journalctl -u docker), or leave docker-api out with --targets",
};
