/** Facts about the host as readers see them. What the host itself runs in is data in a run folder. */
import { say } from "../bench/messages.ts";
import type { Facts, Said } from "../bench/types.ts";

const VIRTUALIZATION = "virtualization";

/** `vm: kvm, container: docker`, each of them optional: names of systemd-detect-virt(1). */
const FOUND = /^(?:vm: ([\w-]+))?(?:, )?(?:container: ([\w-]+))?$/;

/** What its names stand for. Others are shown as they are. */
const NAMES: Readonly<Record<string, string>> = {
  kvm: "KVM",
  qemu: "QEMU",
  vmware: "VMware",
  oracle: "VirtualBox",
  microsoft: "Hyper-V",
  xen: "Xen",
  docker: "Docker",
  podman: "Podman",
  lxc: "LXC",
  wsl: "WSL",
};

/** Names and facts, in their order. */
export function hostFacts(host: Facts): readonly (readonly [name: string, fact: Said])[] {
  return Object.entries(host).map(([name, fact]) => [name, hostFact(name, fact)] as const);
}

export function hostFact(name: string, fact: Said): Said {
  return name === VIRTUALIZATION && typeof fact === "string" ? aroundHost(fact) : fact;
}

/** What the host itself runs in, as a sentence that can be understood alone. Empty if untold. */
export function hostIsIn(host: Facts): Said {
  return hostFact(VIRTUALIZATION, host[VIRTUALIZATION] ?? "");
}

function aroundHost(fact: string): Said {
  if (fact === "") return "";
  if (fact === "none") return say("host.bare-metal");
  const [, vm = "", container = ""] = FOUND.exec(fact) ?? [];
  if (vm === "" && container === "") return say("report.host-virtual", { virtualization: fact });
  return say("report.host-in", { vm: nameOf(vm), container: nameOf(container) });
}

function nameOf(name: string): string {
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? name) : name;
}
