/**
 * The network of a run. The clients have their own namespace. A cable (veth) connects it to each
 * place where servers are reached, as the network card of a host connects it to the world. A place
 * is the host itself, the namespace of a private Docker daemon or of Podman's containers, or the
 * lab. The lab is a namespace that acts as a host with a bridge, to which our containers and
 * virtual machines are connected. Addresses are from 198.18.0.0/15, which RFC 2544 reserves for
 * benchmarks. The whole network vanishes with the processes that hold the namespaces.
 */
import { accessSync, constants } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Lack } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { run, which } from "../host/process.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";
import { type Holder, holdNamespaces } from "../kernel/holder.ts";
import { installCommand } from "../tools/requirements.ts";

/** The address where an instance's servers listen, and the way for clients outside. */
export interface Served {
  /** The address that a server inside binds to. */
  readonly listen: string;
  /** The address that clients connect to. */
  readonly address: string;
  /** Words before a command that run it where the clients are. */
  readonly client: readonly string[];
  /** The arguments that give a guest its address: see `CONFIGURE`. */
  readonly configure?: readonly string[];
}

/** The words that run a command in the network namespace of a process. */
export function inNetworkOf(pid: number): readonly string[] {
  return ["nsenter", `--net=/proc/${pid}/ns/net`];
}

/** Runs lines until one fails. `prefix`: words before the shell. */
export async function runLines(
  lines: readonly ShellText[],
  prefix: readonly string[] = [],
): Promise<void> {
  await run([...prefix, "sh", "-c", sequence(lines, " && ").toString()]);
}

const PREFIX = 16;
const GATEWAY = "198.19.0.1";

/** A network namespace that acts as a host: it forwards. */
export function holdNetwork(context: RunContext): Promise<Holder> {
  const lines = [
    sh`ip link set lo up`,
    sh`echo 1 >/proc/sys/net/ipv4/ip_forward`,
    sh`echo ready`,
    sh`exec "$@"`,
  ];
  return holdNamespaces(context, {
    unshare: ["unshare", "--net"],
    forks: false,
    counted: false,
    enter: ["sh", "-c", sequence(lines, " && ").toString(), "sh"],
    failure: (words) =>
      new IsotaxError(
        "NO_NETWORK",
        say("network.no-namespace", { words }),
        say("network.allow-namespaces"),
      ),
  });
}

/** The clients' namespace, and the number of cables so far. */
interface Clients {
  readonly pid: number;
  cables: number;
}

function clientsOf(context: RunContext): Promise<Clients> {
  return context.shared("network-clients", async () => ({
    pid: (await holdNetwork(context)).pid,
    cables: 0,
  }));
}

/** A place that a cable connects to the clients. */
export interface Plug {
  /** Words before a command that run it where the clients are. */
  readonly client: readonly string[];
  /** The words before a command that run it in the place. */
  readonly place: readonly string[];
  /** The cable's network device in the place. */
  readonly device: string;
  /** The prefix of the addresses: the clients have the first address, the place the second. */
  readonly subnet: string;
  used: number;
}

/** An end of a cable. */
export interface CableEnd {
  /** A process in the network namespace. */
  readonly pid: number;
  readonly device: string;
  /** With its prefix. */
  readonly address: string;
}

/** Lines that give an end its address and switch it on. */
export function raised({ pid, device, address }: CableEnd): readonly ShellText[] {
  return [
    sh`${inNetworkOf(pid)} ip address add ${address} dev ${device}`,
    sh`${inNetworkOf(pid)} ip link set ${device} up`,
  ];
}

export async function layCable(near: CableEnd, far: CableEnd): Promise<void> {
  await runLines([
    sh`ip link add ${near.device} netns ${near.pid} type veth peer name ${far.device} netns ${far.pid}`,
    ...raised(far),
    ...raised(near),
  ]);
}

/** Lays a cable from the clients to the network namespace of this process. */
export async function plug(context: RunContext, pid: number): Promise<Plug> {
  const clients = await clientsOf(context);
  const number = clients.cables++;
  const client = inNetworkOf(clients.pid);
  const place = inNetworkOf(pid);
  const [near, device] = [`cable${number}`, `isotax${clients.pid}-${number}`.slice(-15)];
  const subnet = `198.18.${number}`;
  await layCable(
    { pid: clients.pid, device: near, address: `${subnet}.1/24` },
    { pid, device, address: `${subnet}.2/24` },
  );
  return { client, place, device, subnet, used: 0 };
}

const FIRST = 3;
const ADDRESSES = 250;

/** An instance's own address at the end of a cable, so that two instances may use the same port. */
export interface Outlet {
  readonly address: string;
  readonly client: readonly string[];
  remove(): Promise<void>;
}

export async function outlet(cable: Plug): Promise<Outlet> {
  const address = `${cable.subnet}.${FIRST + (cable.used++ % ADDRESSES)}`;
  // The prefix is /32: in the place's subnet the addresses would be secondary ones, and would all
  // vanish with the first.
  const change = (verb: string) =>
    run([...cable.place, "ip", "address", verb, `${address}/32`, "dev", cable.device]);
  // `replace` also takes over a leftover address of ours.
  await change("replace");
  return {
    address,
    client: cable.client,
    remove: async () => {
      await change("delete");
    },
  };
}

/** The host itself, for servers without their own network. */
export async function hostOutlet(context: RunContext): Promise<Outlet> {
  return outlet(await context.shared("network-host", () => plug(context, process.pid)));
}

/** The address of a server that listens at the outlet itself. */
export function servedAt({ address, client }: Outlet): Served {
  return { listen: address, address, client };
}

/** The lab: it acts as a host with a bridge. */
interface NetworkLab {
  readonly pid: number;
  readonly cable: Plug;
  readonly client: readonly string[];
  used: number;
}

function labOf(context: RunContext): Promise<NetworkLab> {
  return context.shared("network-lab", async () => {
    const { pid } = await holdNetwork(context);
    const cable = await plug(context, pid);
    const lines = [
      sh`ip link add br0 type bridge`,
      sh`ip address add ${GATEWAY}/${PREFIX} dev br0`,
      sh`ip link set br0 up`,
    ];
    await runLines(lines, inNetworkOf(pid));
    const way = ["ip", "route", "add", "198.19.0.0/16", "via", `${cable.subnet}.2`];
    await run([...cable.client, ...way]);
    return { pid, cable, client: cable.client, used: 1 };
  });
}

/**
 * A place on the bridge that nobody else gets. Its number is taken once, before anything is waited
 * for: instances are opened side by side.
 */
function nextPlace(lab: NetworkLab): { readonly number: number; readonly address: string } {
  const number = ++lab.used;
  return { number, address: `198.19.${(number >> 8) & 255}.${number & 255}` };
}

export interface Port {
  readonly served: Served;
  /** The words that start a command in the instance's network. */
  readonly enter: readonly string[];
  remove(): Promise<void>;
}

/** A port of the bridge: a network namespace, and its path. */
export interface BridgePort extends Port {
  readonly path: string;
}

/**
 * Makes a network namespace for a container and connects it to the lab's bridge, as an engine does.
 */
export function bridgePort(context: RunContext): Promise<BridgePort> {
  return unwoundOnFailure(async (closers) => {
    const lab = await labOf(context);
    const { number, address } = nextPlace(lab);
    const holder = await holdNetwork(context);
    closers.defer(() => holder.stop());
    const own = inNetworkOf(holder.pid);
    const bridge = inNetworkOf(lab.pid);
    const port = `port${number}`;
    await runLines([
      sh`${bridge} ip link add ${port} type veth peer name eth0 netns ${holder.pid}`,
      sh`${bridge} ip link set ${port} master br0 up`,
      sh`${own} ip address add ${address}/${PREFIX} dev eth0`,
      sh`${own} ip link set eth0 up`,
      sh`${own} ip route add default via ${GATEWAY}`,
    ]);
    return {
      served: { listen: address, address, client: lab.client },
      enter: inNetworkOf(holder.pid),
      path: `/proc/${holder.pid}/ns/net`,
      remove: () => closers.unwind(true),
    };
  });
}

export interface Card {
  readonly served: Served;
  readonly mac: string;
  /** The words that start a monitor in the namespace of the tap device. */
  readonly enter: readonly string[];
  /** The name of the tap device; absent for a user-mode network. */
  readonly tap?: string;
  remove(): Promise<void>;
}

/**
 * The addresses of QEMU's user-mode network, as the guest sees them. Source: QEMU's manual,
 * "Network emulation".
 */
const USER_MODE = { guest: "10.0.2.15", gateway: "10.0.2.2", prefix: 24 };

/**
 * Makes a guest's network card: a tap device on the lab's bridge, or a user-mode network of the
 * monitor.
 */
export async function networkCard(context: RunContext, kind: "tap" | "user"): Promise<Card> {
  const lab = await labOf(context);
  const { number, address: own } = nextPlace(lab);
  const hex = (byte: number) => byte.toString(16).padStart(2, "0");
  // A locally administered MAC address, made from the numbers of the IP address.
  const mac = `52:54:00:13:${hex((number >> 8) & 255)}:${hex(number & 255)}`;
  const enter = inNetworkOf(lab.pid);
  if (kind === "user") {
    const { guest, gateway, prefix } = USER_MODE;
    const configure = [mac, `${guest}/${prefix}`, gateway];
    const { address, client, remove } = await outlet(lab.cable);
    return { served: { listen: guest, address, client, configure }, mac, enter, remove };
  }
  const tap = `tap${number}`;
  const remove = async () => {
    await run([...enter, "ip", "link", "delete", tap]);
  };
  await runLines([sh`ip tuntap add dev ${tap} mode tap`], enter);
  await unwoundOnFailure(async (closers) => {
    closers.defer(remove);
    await runLines([sh`ip link set ${tap} master br0 up`], enter);
  });
  const configure = [mac, `${own}/${PREFIX}`, GATEWAY];
  return {
    served: { listen: own, address: own, client: lab.client, configure },
    mac,
    enter,
    tap,
    remove,
  };
}

/** Whether the host's kernel can move a guest's packets itself (vhost-net). */
export function hasVhostNet(): boolean {
  try {
    accessSync("/dev/vhost-net", constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why no network can be measured here; undefined if it can. */
export function networkProblem(): Lack | undefined {
  if (!isRoot()) {
    return { reason: say("network.root-only"), remedy: say("network.run-as-root") };
  }
  if (which("ip") !== undefined) return undefined;
  return { reason: say("network.no-ip"), remedy: installCommand(["ip"]) };
}
