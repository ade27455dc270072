/** Tools of the host: what each is needed for, which are missing, how to get them. */
export const tools = {
  "tools.install": ({ packages }: { packages: readonly string[] }) =>
    `sudo apt-get install --no-install-recommends ${packages.join(" ")}`,
  "tools.install-postgresql": () =>
    "sudo apt-get install --no-install-recommends postgresql (it starts its own server; to stop it: sudo systemctl disable --now postgresql)",
  "tools.set-up": ({ package: name }: { package: string }) =>
    `npm run isotax -- setup (downloads the package ${name} into the cache, without installing it)`,
  "tools.put-into-path": ({ tool }: { tool: string }) => `put \`${tool}\` into the PATH`,
  "tools.not-in-path": ({ tools }: { tools: readonly string[] }) =>
    `${tools.join(", ")} not found in the PATH`,
  "tools.not-on-host": ({ tool }: { tool: string }) => `${tool} not found on this host`,
  /** Reasons, or remedies, of several tools. */
  "tools.several": ({ said }: { said: readonly string[] }) => said.join("; "),
  "tools.no-apt": () => "this is not Debian or Ubuntu: apt-get not found",
  "tools.no-rights": () => "neither root nor passwordless sudo",

  "tools.why-workloads": ({ workloads }: { workloads: readonly string[] }) =>
    `the workload${workloads.length === 1 ? "" : "s"} ${and(workloads)}`,
  "tools.why-targets": ({ targets }: { targets: readonly string[] }) =>
    `the target${targets.length === 1 ? "" : "s"} ${and(targets)}`,
  "tools.why-qemu": () => "the QEMU targets",
  "tools.why-boot-disk": ({ targets }: { targets: readonly string[] }) =>
    `the boot disk of ${and(targets)}`,
  "tools.why-busybox": () => "the static binary that every target starts",
  "tools.why-node": () => "it runs isotax, and the payload inside",
  "tools.why-zstd": ({ workload }: { workload: string }) =>
    `unpacking the guest kernel's modules; the workload ${workload}`,
  "tools.why-setpriv": () => "ending processes that would outlive a run",
  "tools.why-dash": () => "the launching shell; initdb runs its helpers with it",
  "tools.why-ip": ({ families }: { families: readonly string[] }) =>
    `the network of the workloads ${and(families.map((family) => `${family}.*`))}`,
  "tools.why-firewall": ({ podman }: { podman: number }) =>
    `the bridge network of Podman ${podman}`,
  "tools.why-qemu-img": (of: { target: string; workloads: readonly string[] }) =>
    `the target ${of.target}; the workloads ${of.workloads.join(", ")} in VMs`,
  "tools.why-mmdebstrap": ({ target, command }: { target: string; command: string }) =>
    `the target ${target}; the host of \`${command}\``,
  "tools.why-vm-disk": () => "making the disk of the VM",
  "tools.why-guest-kernel": () => "unpacking the guest kernel",
  "tools.why-compiler": () => "compiling the small programs that do the kernel's calls",
  "tools.why-unshare": () => "making namespaces",
  "tools.why-nsenter": () => "entering namespaces",
  "tools.why-taskset": () => "pinning targets to CPUs",
  "tools.why-patchelf": () => "the tools inside an image of your own",
  "tools.why-mount": () => "the places where containers run",
  "tools.why-hyperfine": ({ command }: { command: string }) => `the yardstick of \`${command}\``,
  "tools.why-chromium": () => "the browser test of the report",
  "tools.why-jq": () => "the test of the comment on a pull request",
  "tools.why-essential": () => "what every system has",
};

/** `a, b and c` */
function and(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
