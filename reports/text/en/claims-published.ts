/** Figures that others publish about a claim: what each of them is. */
export const claimsPublished = {
  "claims-published.linpack": () => "Linpack in a tuned VM",
  "claims-published.stream": () => "STREAM in a VM",
  "claims-published.random-disk": () => "random 4 KiB disk operations of a VM",
  "claims-published.sequential-disk": () => "sequential disk throughput of a VM",
  "claims-published.vm-network": () => "network throughput of a VM",
  "claims-published.container": () =>
    "CPU, disk on a bind mount and the host's network, in a container",
  "claims-published.pull": () => "the pull",
  "claims-published.hundred-starts": ({ runtime }: { runtime: string }) =>
    `100 starts of /bin/true with ${runtime}`,
  "claims-published.docker": () => "Docker, from start to finish",
  "claims-published.boot": ({ vmm }: { vmm: string }) => `boot of a VM with ${vmm}, median`,
  "claims-published.start-rate": () => "starts of microVMs on one host",
  "claims-published.exploits": () => "exploits that work in a default container",
  "claims-published.autoscaler": () => "how often the autoscaler looks",
  "claims-published.against-native": () => "native",
  "claims-published.against-start": () => "a container's start",

  /** `about`: nothing changes, as far as the source says. */
  "claims-published.no-change": () => "about 0",
  "claims-published.range": (of: { low: string; high: string }) => `${of.low} to ${of.high}`,
  "claims-published.figure": (of: { what: string; figure: string; source: string }) =>
    `${of.what}: ${of.figure} (${of.source})`,
  "claims-published.figure-against": (of: {
    what: string;
    figure: string;
    against: string;
    source: string;
  }) => `${of.what}: ${of.figure}, against ${of.against} (${of.source})`,
};
