/** The network between clients and servers. */
export const network = {
  "network.no-namespace": ({ words }: { words: string }) =>
    `no network namespace can be made: ${words}`,
  "network.allow-namespaces": () =>
    "run as root, with iproute2 installed, where network namespaces are allowed",
  "network.root-only": () => "only root may make the network devices between clients and servers",
  "network.run-as-root": () => "run as root",
  "network.no-ip": () => "ip not found in the PATH: it makes the network",
};
