/** Containers: OCI runtimes, Podman and Docker. */
export const engines = {
  "engines.unknown": () => "unknown",
  "engines.gvisor-sockets": ({ tool }: { tool: string }) =>
    `its sockets on the host's stack do not do what ${tool} asks of them (seen with the version of 2022-12)`,
  "engines.loopback-only": () => "it has only the loopback network",
  "engines.control-groups": ({ driver, version }: { driver: string; version: string }) =>
    `${driver}, cgroup ${version}`,
  "engines.no-user-namespace": () => "no",
  "engines.user-namespace": () => "yes",

  // OCI runtimes.
  "engines.needs-runtime": () => "the runtime itself",
  "engines.needs-mount-for-layer": () => "the layer above the image",
  "engines.no-oci-spec": ({ complaints }: { complaints: readonly string[] }) =>
    `no runtime proposes a configuration (${complaints.join("; ")})`,
  "engines.spec-complaint": ({ runtime, words }: { runtime: string; words: string }) =>
    `${runtime} spec: ${words}`,
  "engines.install-proposer": () => "install crun or runc, whose proposal is used then",
  "engines.no-control-groups": ({ runtime, reason }: { runtime: string; reason: string }) =>
    `no control groups for ${runtime}: ${reason}`,
  "engines.not-rootless": ({ runtime, complaint }: { runtime: string; complaint: string }) =>
    `${runtime} does not run as this user: ${complaint}`,
  "engines.exit-code": ({ exitCode }: { exitCode: number }) => `exit code ${exitCode}`,
  "engines.run-as-root-or-v2": () => "run as root, or on a host with only control groups v2",
  "engines.root-overlay": () => "overlay, mounted beforehand, as an engine does",
  "engines.root-image": () => "the image, read-only",
  "engines.dockers-seccomp": () => "like Docker's default",
  "engines.no-seccomp": () => "none",
  "engines.paused-by-group": ({ reason }: { reason: string }) =>
    `a container is paused by its control group: ${reason}`,
  "engines.paused-beforehand": () => "each container is started, and paused, beforehand",
  "engines.not-waiting": ({ patienceMs }: { patienceMs: number }) =>
    `the container did not wait for its input within ${patienceMs / 1000} s`,
  "engines.see-runtimes-words": () => "see the runtime's last words",
  "engines.not-paused": ({ command }: { command: readonly string[] }) =>
    `${command.join(" ")} failed`,
  "engines.see-words-of-pause": () =>
    "see the runtime's last words; pausing needs the freezer control group (v1) or v2",

  // Podman.
  "engines.needs-engine": () => "the engine itself",
  "engines.needs-busybox-for-trial": () => "the program of the trial start",
  "engines.needs-mount-for-podman": () => "the place where its containers run",
  "engines.needs-firewall-tool": () => "Podman's bridge network",
  "engines.try-podman": () => "look up the message in podman(1), and try `podman run` by hand",
  "engines.rootless-podman": () =>
    "run as root; or use a host with only control groups v2, and install what rootless Podman's network needs: sudo apt-get install passt (Podman 5 and later) or slirp4netns (before)",
  "engines.podmans-bridge": () => "bridge (Podman's default)",
  "engines.podmans-network-for-users": () => "Podman's default for users",
  "engines.podmans-seccomp": () =>
    "Podman's default, except that io_pgetevents(2) fails with ENOSYS instead of EPERM: libaio then uses another call",
  "engines.one-user": () => "yes, with one user: rootless",
  "engines.podmans-place": () =>
    "namespaces of this run that act as a host without systemd: Podman's defaults there, and its own store",
  "engines.ulimits": ({ options }: { options: readonly string[] }) =>
    `${options.join(" ")}: Podman's defaults exceed what this user may set`,
  "engines.no-place-for-podman": ({ complaints }: { complaints: string }) =>
    `namespaces for Podman's containers cannot be made: ${complaints}`,
  "engines.allow-namespaces": () =>
    "allow mounts and namespaces in this container or VM (Docker: --privileged)",
  "engines.monitor-stays": ({ container }: { container: string }) =>
    `conmon of ${container} does not end`,
  "engines.end-monitor": () => "find out with ps what the process waits for, and end it",
};
