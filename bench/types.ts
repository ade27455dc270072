/**
 * The vocabulary of isotax. This file has no logic: read it to know what every other file talks
 * about. docs/glossary.md has the definitions for readers.
 */

export type Params = Readonly<Record<string, string | number>>;

/**
 * Free-form facts about a target, host or session: data as it is, such as a version, or a message.
 */
export type Facts = Readonly<Record<string, Said>>;

/**
 * One word of a command. A tool's path and the writable folders differ between targets (native runs
 * the host's files, a container its own copies). So a workload names them, and the session fills in
 * the path.
 */
export type Word =
  | string
  | { readonly tool: string }
  /** A program outside of instances, for clients. */
  | { readonly client: string }
  | { readonly scratch: string }
  /** A path in a folder of the root filesystem, for workloads that need `writable-root`. */
  | { readonly root: string }
  /** Text in which % stands for the address of the instance, if it was opened as `served`. */
  | { readonly address: string }
  /** A path in the folder of the files that own workloads bring. */
  | { readonly files: string }
  /** Several words as one, without anything between them. */
  | { readonly joined: readonly Word[] };

/** What a workload asks a session to run: the executable and its arguments. */
export interface Command {
  readonly argv: readonly Word[];
}

/** Something that a target or workload needs, with what to do when it is missing. */
export interface Requirement {
  readonly kind: "tool" | "kernel" | "privilege";
  readonly name: string;
  readonly why: Message;
  readonly remedy: Message;
}

export type Probe =
  | { readonly ok: true; readonly facts: Facts }
  | { readonly ok: false; readonly reason: Message; readonly remedy: Message };

/**
 * Moments in the life of an instance, in order:
 * - `spawn`: immediately before the spawn was requested. Always 0.
 * - `kernel`: a guest's own kernel began, according to the uptime that it reports (only VMs).
 * - `init`: our first code inside the isolation ran (only where a target can tell).
 * - `ready`: the first byte that the workload itself wrote arrived.
 * - `exited`: the process that we started was reaped.
 * - `removed`: nothing of the instance was left.
 */
export type PhaseName = "spawn" | "kernel" | "init" | "ready" | "exited" | "removed";

/** `atNs` is nanoseconds after `spawn`, on the host's CLOCK_MONOTONIC. */
export interface Phase {
  readonly phase: PhaseName;
  readonly atNs: number;
}

export interface ExecResult {
  readonly stdout: string;
  readonly exitCode: number;
  /** Host CLOCK_MONOTONIC from sending the command to the arrival of its end mark. */
  readonly hostNs: number;
}

/**
 * A reading of the clock inside, from /proc/uptime. It was taken between two stamps of the host's
 * CLOCK_MONOTONIC.
 */
export interface ClockReading {
  readonly insideNs: number;
  readonly askedNs: number;
  readonly answeredNs: number;
}

/** The result of a client's command, outside the instance. */
export interface LoadResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly hostNs: number;
}

/** CPU time that the host spent on a process, on its behalf or in its programs. */
export interface CpuTime {
  readonly usageNs: number;
  /**
   * The division into user and system time. On v1 it comes from the kernel's sampling: a process
   * that always sleeps when the clock ticks is never sampled. So only the proportion of the two
   * means something, and their sum is not the usage.
   */
  readonly userNs: number;
  readonly systemNs: number;
}

/** What all instances of a run take from the host together, in bytes, counted in four ways. */
export interface Footprint {
  /**
   * Proportional set size of all processes: a shared page is divided among the processes that map
   * it.
   */
  readonly pss: {
    readonly anonBytes: number;
    readonly fileBytes: number;
    readonly shmemBytes: number;
  };
  /** Memory charged to their control group. Page cache is charged to whoever read it first. */
  readonly cgroup?: {
    readonly anonBytes: number;
    readonly fileBytes: number;
    /** Absent where the kernel does not say. */
    readonly kernelBytes?: number;
  };
  /** What the host could still give to others. */
  readonly availableBytes: number;
  readonly diskUsedBytes: number;
}

/** What one instance takes from the host, apart from all others of the run. */
export interface Usage {
  /**
   * Taken by the instance itself: what runs inside, its runtime or monitor, and the engine's client
   * that started it.
   */
  readonly own: Taken;
  /**
   * Taken by what serves several instances and cannot be divided among them: daemons and what they
   * start.
   */
  readonly shared: Taken;
}

export interface Taken {
  /** CPU time so far. */
  readonly cpu: CpuTime;
  /**
   * Memory now. It is read only on request. `cgroup` is present where the instance's own groups are
   * charged.
   */
  readonly memory?: Pick<Footprint, "pss" | "cgroup">;
}

/** The last bytes that an instance wrote to stderr or to its console, for failure reports. */
export interface Diagnostics {
  stderrTail(): string;
}

export interface LoadOptions {
  /** When the command is ended, with a `RunnerError` that says so. */
  readonly deadlineMs: number;
  /** Called when it first prints something. */
  readonly onOutput?: () => void;
}

/** One live instance of a target. Closing it removes every trace. */
export interface Session extends AsyncDisposable, Diagnostics {
  readonly facts: Facts;
  /** Where clients reach its servers, if it was opened as `served`. */
  readonly address?: string | undefined;
  /** Grows while the session lives. Complete after `close`. */
  readonly lifecycle: readonly Phase[];
  exec(command: Command, signal: AbortSignal): Promise<ExecResult>;
  /** Starts a command inside that keeps running, such as a server. Only one at a time. */
  serve(command: Command, signal: AbortSignal): Promise<void>;
  /** Ends the server, and waits until it has ended. */
  stopServing(signal: AbortSignal): Promise<void>;
  /** Runs a command outside, in the clients' network, on the harness's CPUs. */
  load(command: Command, signal: AbortSignal, options: LoadOptions): Promise<LoadResult>;
  /** Host nanoseconds of a round trip to the agent inside: the cost of the channel itself. */
  roundTripNs(signal: AbortSignal): Promise<number>;
  clock(signal: AbortSignal): Promise<ClockReading>;
  /**
   * The host's CPU time so far for everything that makes up a run's instances: what runs inside,
   * the VMM, runtimes, clients and daemons. Undefined where it cannot be counted; the facts say
   * why.
   */
  hostCpu(): CpuTime | undefined;
  /** What all of the run's instances take now. Undefined where `hostCpu` is. */
  footprint(): Footprint | undefined;
  /**
   * What this instance alone takes, and what serves both it and others, while it is open. Clients
   * that `load` runs are in neither. Undefined where the instance cannot be told apart; the facts
   * say why.
   */
  usage(options?: { readonly memory?: boolean }): Usage | undefined;
  close(): Promise<void>;
}

/** A start from nothing, or from what the prework made, to the first byte, and the removal. */
export interface StartResult {
  readonly lifecycle: readonly Phase[];
  /** Host nanoseconds spent on this start before the timed window. Only warm starts have it. */
  readonly preworkNs?: number;
  readonly stdout: string;
  readonly exitCode: number;
  /** Present if they were asked for. */
  readonly calls?: readonly TimedCall[];
}

/** One of the kernel's calls within a start. */
export interface TimedCall {
  /** Its name, as in `clone`, `mount:proc`, `write:join`. */
  readonly name: string;
  readonly ns: number;
}

/** Many starts of one target, at once or one soon after the other. Closing it removes all of them. */
export interface Crowd {
  /**
   * Does all untimed work for so many starts. Earlier ones are removed, unless they still run.
   * Errors: `RunnerError`.
   */
  prepare(command: Command, count: number): Promise<readonly PreparedStart[]>;
  look(): HostLook;
  /**
   * What the host has only so much of, as it is used now. `all`: also what takes a look at each
   * process, which takes a while.
   */
  limits(options?: { readonly all?: boolean }): readonly LimitUse[];
  /**
   * A word for each task of the run that runs or cannot be interrupted: `cpu`, or the function of the
   * kernel in which it waits. Empty where the run's tasks cannot be told from others.
   */
  waits(): readonly string[];
  close(): Promise<void>;
}

export interface LimitUse {
  /** Its name, such as "pids". */
  readonly limit: string;
  readonly used: number;
  readonly most: number;
}

/** A start that begins when it is told. */
export interface PreparedStart {
  /**
   * Spawns the instance, and resolves when it has ended. `inFlight`: how many are under way at once,
   * itself included. So many times as long as one alone may take, it is killed. Errors: `RunnerError`.
   */
  begin(inFlight: number): Promise<BegunStart>;
}

/** Moments on the host's CLOCK_MONOTONIC. */
export interface BegunStart {
  readonly spawnNs: bigint;
  readonly readyNs: bigint;
  readonly exitedNs: bigint;
  readonly stdout: string;
  readonly exitCode: number;
}

/** What the host has done so far. The difference of two looks means something. */
export interface HostLook {
  /** CLOCK_MONOTONIC. */
  readonly atNs: bigint;
  /**
   * CPU time of everything that the run started: instances, runtimes, daemons. Undefined where it
   * cannot be counted.
   */
  readonly runCpuNs?: number;
  /** CPU time of everything on the host but the harness, the kernel's own threads included. */
  readonly othersCpuNs: number;
  /** For how long some task had to wait for a resource: PSI. Absent where the kernel has none. */
  readonly stalledNs?: Readonly<Record<"cpu" | "memory" | "io", number>>;
  /**
   * Memory that is charged to all of the run, the page cache aside. Undefined where it cannot be
   * counted.
   */
  readonly runMemoryBytes?: number;
  /** What the host could still give to others. */
  readonly availableBytes: number;
}

export interface OpenSpec {
  /** Host CPU numbers that the instance may use. All targets get the same. */
  readonly cpus: readonly number[];
  readonly memoryMiB: number;
  /** The most processes and threads that it may have, where that can be limited. 4096 if absent. */
  readonly pids?: number;
  readonly image: Image;
  /** Size of the writable volume at /scratch. 0 for none. */
  readonly scratchMiB: number;
  /** Writable room on the root filesystem. Without it, the root filesystem may be read-only. */
  readonly rootMiB?: number;
  /** The root of one service, in place of the image's: `Share.services`. */
  readonly root?: ServiceRoot;
  /** Whether clients reach servers inside, over a network that the run makes. */
  readonly served?: boolean;
  /** Whether the start tells what each of the kernel's calls took, where the target can. */
  readonly timesCalls?: boolean;
  /**
   * Times the removal instead: the instance runs no command and is taken down at once. It is waited
   * for one of the target's pieces until the kernel has freed it.
   */
  readonly timesRemoval?: string;
}

/** The port, TCP and UDP, on which servers inside listen. */
export const SERVICE_PORT = 7117;

/**
 * What a workload may need from a target, and not every target has. `limits`: control groups that
 * keep instances from taking the whole machine. `tracing`: the kernel tells of system calls.
 */
export type Need = "writable-root" | "network" | "builder" | "limits" | "tracing";

/** The same of a single tool of the image, such as `tool:fio`: it does not run there. */
export type NeededTool = `tool:${string}`;

/** Why something cannot be measured, and what to do. */
export interface Lack {
  readonly reason: Message;
  readonly remedy: Message;
}

/** One part of what a target ships (compressed, over the wire) and keeps on disk. */
export interface ShippedPart {
  readonly part: string;
  readonly shippedBytes: number;
  readonly diskBytes: number;
  /** The size that a guest sees, if it differs. It includes free room on the disk. */
  readonly virtualBytes?: number;
}

export type TargetKind =
  | "native"
  | "primitive"
  | "runtime"
  | "engine"
  | "vm"
  /** Nothing is measured on it. Its times are made up. */
  | "fake";

/**
 * What keeps an instance from the host. `device-rules`: a list of the devices that may be opened, or
 * a file system on which none may. `read-only-kernel-files`: settings below /proc and /sys that cannot
 * be written. `call-filter`: seccomp, as engines set it by default.
 */
export type Barrier =
  | "own-root"
  | "own-dev"
  | "mount-namespace"
  | "pid-namespace"
  | "uts-namespace"
  | "ipc-namespace"
  | "network-namespace"
  | "device-rules"
  | "read-only-kernel-files"
  | "fewer-capabilities"
  | "call-filter"
  | "own-kernel";

/** What a target is, whether or not it can run here. */
export interface TargetIdentity {
  readonly id: string;
  readonly title: string;
  readonly kind: TargetKind;
  /** What this rung adds to the rung below it. */
  readonly adds: string;
  /** Position on the ladder, from native at 0 to whole virtual machines. */
  readonly rung: number;
  /**
   * Ids of the rungs below. The one that `adds` refers to comes first, native last. Native has
   * none.
   */
  readonly below: readonly string[];
  /**
   * Whether it starts from something made beforehand. Comparisons with a cold start must say so.
   */
  readonly warm: boolean;
  readonly requires: readonly Requirement[];
  /** What it promises: barriers, or names of single checks of an audit. Nothing if absent. */
  readonly keeps?: readonly string[];
  /** Whether a start can tell what each of the kernel's calls took: `OpenSpec.timesCalls`. */
  readonly timesCalls?: boolean;
  /** What the kernel frees when an instance is removed: `OpenSpec.timesRemoval`. */
  readonly pieces?: readonly string[];
  /** The formats in which images are delivered to it, if any. */
  readonly formats?: readonly DeliveryFormat[];
  /** The id of what builds images for it: `Target.workshop`. */
  readonly builder?: string;
  /** The ways in which its services can have a base in common: `ShareOrder.way`. */
  readonly shares?: readonly string[];
  /** The ways in which services are deployed on it: `DeploymentOrder.way`. */
  readonly ways?: readonly string[];
}

/**
 * Versions of an image that are delivered. `base` is the image itself. The others have two layers
 * above it, of dependencies and of an app. They differ from the first in one file of the app, or in
 * one of the dependencies.
 */
export type DeliveredVersion = "base" | "first" | "file-changed" | "dependency-changed";

export interface DeliveryFormat {
  readonly id: string;
  /** Whether it is what people use, or the best of what they could: short runs measure no other. */
  readonly main: boolean;
  /** Whether files are fetched when they are read. */
  readonly lazy: boolean;
  /** Programs of the host that pack, serve, fetch and unpack it. */
  readonly tools: readonly string[];
}

export interface DeliverySpec {
  readonly format: string;
  /** What the servers' end of the link lets through, in Mbit/s. */
  readonly mbit: number;
  /** The round-trip delay that the link adds, in ms. */
  readonly rttMs: number;
}

/** An empty store of a target, and the link over which it is filled from a registry. */
export interface Delivery {
  readonly link: DeliveryLink;
  /** Fetches what the store lacks of a version. Errors: `RunnerError`. */
  pull(version: DeliveredVersion, signal: AbortSignal): Promise<Pulled>;
  /** Makes a container of a version in the store, and runs a command in it. Errors: `RunnerError`. */
  run(version: DeliveredVersion, command: Command, signal: AbortSignal): Promise<RunDelivered>;
  close(): Promise<void>;
}

export interface DeliveryLink {
  readonly mbit: number;
  readonly rttMs: number;
  /** What adds the delay: the kernel's netem, or a relay of frames. */
  readonly delay: "none" | "netem" | "relay";
  readonly mtu: number;
  /** Of the servers, which send. */
  readonly congestionControl: string;
}

export interface Pulled {
  readonly hostNs: number;
  /** On the wire, towards the client and away from it, all headers included. */
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** Answered by the server. */
  readonly requests: number;
  /** CPU time of the client, and of the servers. Undefined where it cannot be counted. */
  readonly clientCpuNs?: number;
  readonly serverCpuNs?: number;
  /** What the client gave to the kernel to be written to a disk. */
  readonly writtenBytes?: number;
}

export interface TimedLines {
  readonly stdout: string;
  /** For each line that the command wrote: from the client's start until it had arrived. */
  readonly linesNs: readonly number[];
}

/** What a command in a delivered version printed, and what came over the link meanwhile. */
export interface RunDelivered extends TimedLines {
  readonly receivedBytes: number;
  /** What of it had come when the first line arrived. */
  readonly receivedByFirstLine: number;
}

/** A place where work can run. */
export interface Target extends TargetIdentity {
  /** What it cannot offer, although it runs. */
  readonly lacks: Readonly<Partial<Record<Need | NeededTool, Lack>>>;
  probe(signal: AbortSignal): Promise<Probe>;
  /** Makes what takes long and is shared by all instances. Absent where there is no such thing. */
  ahead?(image: Image, signal: AbortSignal): Promise<void>;
  /** Opens an instance in which an agent waits for commands. Errors: `RunnerError`. */
  open(spec: OpenSpec, signal: AbortSignal): Promise<Session>;
  /** Starts an instance whose first process is `command`, and removes it. Errors: `RunnerError`. */
  start(spec: OpenSpec, command: Command, signal: AbortSignal): Promise<StartResult>;
  /** Prepares starts that begin beside each other. Absent where times are made up. */
  crowd?(spec: OpenSpec, signal: AbortSignal): Crowd;
  /** What must be shipped so that this image can run here, part by part. */
  shipped(image: Image): Promise<readonly ShippedPart[]>;
  /** Why a subject cannot be measured here, e.g. a format whose client is missing. `at`: `Subject.at`. */
  lackOf?(at: Params): Promise<Lack | undefined>;
  /** Makes an empty store. Present if there are `formats`. Errors: `RunnerError`. */
  deliver?(
    spec: DeliverySpec,
    on: Pick<OpenSpec, "image" | "cpus" | "memoryMiB">,
    signal: AbortSignal,
  ): Promise<Delivery>;
  /** Makes services on one base. Present if there are `shares`. Errors: `RunnerError`. */
  share?(order: ShareOrder, image: Image, signal: AbortSignal): Promise<Share>;
  /** Opens a workshop. Absent without a `builder`. Errors: `RunnerError`. */
  workshop?(order: WorkshopOrder, signal: AbortSignal): Promise<Workshop>;
  /** Starts services. Present if there are `ways`. Errors: `RunnerError`, `UnavailableError`. */
  deploy?(order: DeploymentOrder, spec: OpenSpec, signal: AbortSignal): Promise<Deployment>;
  /** Makes canaries on the host. Absent where nothing is isolated from it. Errors: `RunnerError`. */
  witness?(signal: AbortSignal): Promise<Witness>;
  /** Begins to trace system calls. Absent where times are made up. Errors: `UnavailableError`. */
  trace?(): Promise<CallTrace>;
}

/**
 * Which of the host's system calls are made by all processes that make up a target's instances: what
 * runs inside, the VMM, runtimes, clients and daemons. Closing it ends the tracing.
 */
export interface CallTrace extends AsyncDisposable {
  /** What was seen since the last time. Errors: `RunnerError` if something was missed. */
  next(): SeenCalls;
  close(): Promise<void>;
}

export interface SeenCalls {
  /** Names as in syscalls(2), sorted, each once. */
  readonly calls: readonly string[];
  /** What ioctl(2) was asked for, each number once: ioctl_list(2). */
  readonly ioctls: readonly number[];
}

/**
 * The host's side of an audit: canaries, which are things that nothing but the probe looks for, and
 * looks at what of the probe's doings reaches the host. Closing it removes all of them.
 */
export interface Witness extends AsyncDisposable {
  /** The arguments of the probe that tell it what to look for. */
  readonly words: readonly string[];
  /** Tries a group of checks on the host itself, where nothing is isolated. Errors: `RunnerError`. */
  onHost(group: string, signal: AbortSignal): Promise<string>;
  look(): Traces;
  /** What there is on the host now. */
  state(): HostState;
  close(): Promise<void>;
}

/** By kind (mounts, links, settings ...): what there is, a text for each. */
export type HostState = Readonly<Record<string, readonly string[]>>;

/** What of a probe can be seen on the host while it waits. */
export interface Traces {
  /** Its process, by the name that it gave itself. */
  readonly task: boolean;
  /** The file that it wrote, in a folder of the same name. */
  readonly file: boolean;
  /** What it mounted, among the host's own mounts. */
  readonly mount: boolean;
}

export interface DeploymentOrder {
  readonly way: string;
  /** The HTTP server of each service, by the service's name. They listen on `SERVICE_PORT`. */
  readonly services: Readonly<Record<string, Command>>;
  /** How long a server may take until it answers. */
  readonly readyMs: number;
}

/**
 * Services of one target, an instance each. Clients reach a service at an address that stays the
 * same when its instance is replaced.
 */
export interface Deployment {
  readonly fronts: Readonly<Record<string, Front>>;
  /** Starts a command outside, where the clients are, on the harness's CPUs. Errors: `RunnerError`. */
  load(command: Command, signal: AbortSignal): Promise<RunningLoad>;
  /**
   * Replaces a service's instance by one that has another server. Resolves when the old instance is
   * gone. Absent where nothing is replaced. Errors: `RunnerError`.
   */
  replace?(service: string, server: Command, signal: AbortSignal): Promise<Replacement>;
  /** Absent where the number of a service's instances cannot change. */
  readonly scaling?: Scaling;
  close(): Promise<void>;
}

/** Changes how many instances a service has, one at a time. */
export interface Scaling {
  /** Starts one more. Resolves when it gets requests. Errors: `RunnerError`. */
  grow(service: string, server: Command, signal: AbortSignal): Promise<Scaled>;
  /** Takes the newest one away. Resolves when it is gone. Errors: `RunnerError`. */
  shrink(service: string, signal: AbortSignal): Promise<Scaled>;
  /** How many requests to a service have no answer yet. Errors: `RunnerError`. */
  inFlight(service: string): Promise<number>;
}

export interface Scaled {
  /** When it began, by the host's CLOCK_MONOTONIC. */
  readonly beganNs: bigint;
  /** What was done, and when: ns after `beganNs`. */
  readonly steps: readonly ScalingStep[];
}

/**
 * - `ready`: the new instance has answered.
 * - `joined`: requests go to it.
 * - `left`: no more requests go to it.
 * - `gone`: it has answered all that it was asked, and was removed.
 */
export interface ScalingStep {
  readonly step: "ready" | "joined" | "left" | "gone";
  readonly atNs: number;
}

/** Where clients find a service. */
export interface Front {
  readonly address: string;
  readonly port: number;
}

/** A client that works until it is told to stop. */
export interface RunningLoad {
  /** Ends its standard input, and waits for its end. Errors: `RunnerError`. */
  stop(signal: AbortSignal): Promise<LoadResult>;
}

export interface Replacement {
  /** When it began, by the host's CLOCK_MONOTONIC. */
  readonly decidedNs: bigint;
  /** What was done, and when: ns after `decidedNs`. Some ways cannot tell all. */
  readonly steps: readonly ReplacementStep[];
}

/**
 * - `ready`: the new instance has answered.
 * - `switched`: new requests go to the new instance.
 * - `done`: the old instance is gone, and the new one answers.
 */
export interface ReplacementStep {
  readonly step: "ready" | "switched" | "done";
  readonly atNs: number;
}

export interface ShareOrder {
  readonly way: string;
  /** How many are made. */
  readonly services: number;
}

/**
 * Services that have the image as their base, and a few files of their own each. All are made when
 * it is opened, and none runs. Closing it removes them.
 */
export interface Share extends AsyncDisposable {
  readonly services: readonly SharedService[];
  /** Blocks on the host's disk of the base and of the first so many services, in bytes. */
  diskBytes(services: number): number;
  /** How much of the base's and of all services' files is in the host's page cache. */
  cachedBytes(): Promise<number>;
  /**
   * Memory of the run's daemons and what they start for services, files aside. Undefined in the same
   * cases as `Session.usage`.
   */
  daemonBytes(): number | undefined;
  /** What the host could still give to others. */
  availableBytes(): number;
  close(): Promise<void>;
}

export interface SharedService {
  readonly root: ServiceRoot;
  /** The path inside of a list of all its files' paths, each followed by a zero byte. */
  readonly list: string;
  /** The size of all files of the list together. */
  readonly bytes: number;
}

/** A root that was made for one service, in the form that its target takes. */
export type ServiceRoot =
  /** Folders that lie one above the other, the highest first. */
  | { readonly kind: "folders"; readonly folders: readonly string[] }
  /** A disk, which is only read. */
  | { readonly kind: "disk"; readonly file: string; readonly format: "raw" | "qcow2" }
  /** An image in the engine's store. */
  | { readonly kind: "image"; readonly name: string };

export interface WorkshopOrder {
  /** Host CPU numbers that builds may use. A daemon keeps its own. */
  readonly cpus: readonly number[];
  readonly image: Image;
}

/**
 * How an image is built: as people usually do, or with everything that its builder offers to make
 * the result the same each time.
 */
export type BuildWay = "usual" | "fixed";

export interface BuildOrder {
  readonly way: BuildWay;
  /** Whether nothing is left to reuse from earlier builds. */
  readonly fresh: boolean;
  /**
   * Builds as if on another host: from a copy of the source with other times, under another host
   * name, umask, time zone and locale.
   */
  readonly elsewhere?: boolean;
}

/** A source from which images are built. Closing it removes the source and all that was built. */
export interface Workshop extends AsyncDisposable {
  /** The ways that its builder knows. */
  readonly ways: readonly BuildWay[];
  build(order: BuildOrder): Promise<Built>;
  /** Changes one file of the source into something that was never built before. */
  change(): void;
  compare(one: Built, other: Built): Promise<Comparison>;
  close(): Promise<void>;
}

export interface Built {
  /** Its position among the builds of its workshop. */
  readonly number: number;
  /** sha256, as the builder identifies what it makes. */
  readonly digest: string;
  readonly hostNs: number;
  /** The host's CPU time. Undefined where it cannot be counted. */
  readonly cpuNs: number | undefined;
  /** Compressed bytes of what no earlier build of the workshop had made. */
  readonly newBytes: number;
}

/** Two things that were built. */
export interface Comparison {
  /** sha256 over path, type, mode, owner, content and link of every entry, for each of the two. */
  readonly trees: readonly [string, string];
  /** Empty only if the digests are the same. */
  readonly differences: readonly Difference[];
  /** The differences that tell the trees apart. */
  readonly treeDifferences: readonly Difference[];
}

export interface Difference {
  /** Of a file, or the name of a part that is no file. */
  readonly path: string;
  /** What differs: "mtime", "content". Empty if only one of the two has it. */
  readonly fields: readonly string[];
}

export type Unit = "ns" | "bytes" | "bytes/s" | "ops/s" | "count" | "ratio";

/**
 * The role of a metric. Statistics, gate and reports use it, and never parse a name.
 * - `headline`: what the experiment is about.
 * - `phase`: a moment within a start.
 * - `part`: a share of another metric, which `of` names. Tables show the whole.
 * - `tail`: a high percentile. It scatters by nature.
 * - `cost`: what the work took from the host.
 * - `detail`: everything else.
 */
export type Role = "headline" | "phase" | "part" | "tail" | "cost" | "detail";

/**
 * How one opening's observations become the value of its round.
 * - `median`: the median of all values.
 * - `per`: a counter divided by `at[by]`, the work that was done.
 * - `slope`: how much the value grows for each step of `at[along]`, by least squares.
 * - `sum`: the sum over all of `at[over]`. Each of them is also a row, named `metric/part`.
 * - `curve`: one row for each of `at[along]`, named `metric/point`, without a total.
 */
export type Fold =
  | { readonly how: "median" }
  | { readonly how: "per"; readonly by: string }
  | { readonly how: "slope"; readonly along: string }
  | { readonly how: "sum"; readonly over: string }
  | { readonly how: "curve"; readonly along: string };

/** How much whole runs differ besides the scatter of their rounds. See docs/gate.md. */
export interface BetweenRuns {
  /** Standard deviation of a run's ratio to native, as a logarithm. */
  readonly deviation: number;
  /** How well it is known, as degrees of freedom. */
  readonly degrees: number;
}

/** What an experiment measures. It stands in run.json, so that a run explains itself. */
export interface Metric {
  /** Stable, because baselines are keyed on it. */
  readonly id: string;
  readonly unit: Unit;
  readonly better: "lower" | "higher" | "neither";
  readonly role: Role;
  /** The metric that this one is a part, a tail or a cost of. */
  readonly of?: string;
  /** How it is compared with native and with the rung below. `none` where native has none. */
  readonly against: "ratio" | "difference" | "none";
  /** Whether a gate judges it by default. */
  readonly gated: boolean;
  /** In the metric's unit. A smaller change is never called a regression. */
  readonly leastThatCounts?: number;
  /**
   * How much its rounds may scatter before a warning says so: scaled MAD as a share of the median.
   */
  readonly noise?: number;
  /** `median` if absent. */
  readonly fold?: Fold;
  /** A slowdown below this is not believed, because no isolation speeds work up. */
  readonly plausible?: Plausible;
  readonly betweenRuns?: BetweenRuns;
  /** The same on any host at any time, such as a size. It is compared by itself, without native. */
  readonly exact?: boolean;
  /** What one value stands for, where a verdict should say it: "the typical start". */
  readonly each?: "start";
  /** Which part of a delivery it is. */
  readonly ofDelivery?: DeliveryTime | DeliveryCost;
  /** Reports draw its points, along numbers, as a line for each target. */
  readonly drawn?: DrawnCurve;
  /** Reports say which of its points is the largest: how many tasks waited for what. */
  readonly waits?: true;
  /** Reports draw it on a time line of each subject. */
  readonly moment?: Moment;
  /**
   * Reports show its points, by kind of neighbour, as a matrix: how many times as late a victim is as
   * when alone, the share of its operations that were not done, or what the neighbour gets done.
   */
  readonly neighbours?: "harm" | "loss" | "gain";
  /**
   * Reports show it in a table of targets: how many different system calls are made at work, while an
   * instance starts, during each work, how many requests of ioctl(2), and which calls.
   */
  readonly surface?: "work" | "start" | "during" | "ioctls" | "names";
}

/** What happens when a service is scaled, in this order. */
export type Moment =
  | "load-seen"
  | "scale-decided"
  | "instance-ready"
  | "instance-joined"
  | "objective-met";

/**
 * What a line shows. Against how many starts are in flight: starts a second, the time to the first
 * byte and its p99, CPU time for each start, and how much of the CPUs' limit is reached. Against how
 * many instances there are: the p99 of an answer, what one more opening takes, and the memory that
 * all of them take.
 */
export type DrawnCurve =
  | "start-rate"
  | "first-byte"
  | "first-byte-p99"
  | "start-cpu"
  | "cpu-share"
  | "answer-p99"
  | "opening"
  | "memory-taken";

/** Times from the begin of a pull: until its end, until the first output, until all files are read. */
export type DeliveryTime = "pulled" | "started" | "read";

/** What a delivery takes besides time. */
export type DeliveryCost =
  | "received"
  | "sent"
  | "requests"
  | "written"
  | "clientCpu"
  | "serverCpu"
  | "receivedLater"
  | "receivedByFirstOutput";

export interface Plausible {
  /** The smallest slowdown against native that is believed. */
  readonly least: number;
  /** What to suspect if the slowdown is smaller. */
  readonly suspect: "cache" | "size";
}

/** What a tool's output says about one metric, in the unit of that output. */
export interface Measurement {
  readonly metric: string;
  readonly unit: Unit;
  readonly clock: "host" | "guest";
  /** Raw, in the order in which they were taken, never rounded. */
  readonly values: readonly number[];
}

/** A code with values. The sentence is in reports/text. Messages are made by bench/messages.ts. */
export interface Message {
  readonly code: string;
  readonly values: Readonly<Record<string, MessageValue>>;
}

export type MessageValue =
  | string
  | number
  | boolean
  | Message
  | readonly (string | number | Message)[];

/** What is shown to a reader: data as it is, such as a version or a path, or a message. */
export type Said = Message | string;

/** Values of a declared metric. The points of a curve keep their `at`. */
export interface Values {
  readonly metric: string;
  readonly at?: Params;
  readonly values: readonly number[];
  readonly clock: "host" | "guest";
}

/** Whether a promise holds. */
export interface Check {
  readonly check: string;
  readonly holds: "yes" | "no" | "unknown";
  readonly evidence: Message;
  /** Whether the target promises it. Absent where all have to keep it. */
  readonly promised?: boolean;
}

export type Observation = Values | Check;

export type ProfileName = "smoke" | "quick" | "standard" | "thorough";
export type Profiles<P> = Readonly<Record<ProfileName, P>>;

/** What a reader must know about an experiment before drawing conclusions. */
export interface Notes {
  readonly shows: string;
  /** What it does not show, or what may mislead. */
  readonly hides: string;
  /** A published figure to compare it with, and its source. */
  readonly published: string;
}

/** The size of an instance. Commands adapt to it. */
export interface Size {
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** What a cell is measured on: which target plays which role. */
export interface Subject {
  /** Unique within the experiment. For a single target, the target's own id. */
  readonly id: string;
  /** Figures are reported for the target in the first role. */
  readonly roles: Readonly<Record<string, string>>;
  /** What else distinguishes it, e.g. `{ layer: "changed" }`. */
  readonly at: Params;
}

/** How long an opening takes on a subject, and how much slower work is there. For estimates. */
export interface Pace {
  readonly openingSeconds: number;
  readonly slowdown: number;
}

export interface Experiment<P extends Params = Params> {
  /** Equals the file's name. */
  readonly id: string;
  /** Bumped when the work itself changes. Results of different versions are not compared. */
  readonly version: number;
  /** Experiments of one family stand together, in this order. */
  readonly family: string;
  readonly order: number;
  readonly title: string;
  readonly notes: Notes;
  /** Names of image tools that must exist on the host, e.g. "fio". */
  readonly tools: readonly string[];
  /** Programs of the host that act as clients, e.g. "wrk". */
  readonly clients: readonly string[];
  /** Other programs of the host that take part, whose versions a run records. */
  programs?(targets: readonly TargetIdentity[]): readonly string[];
  /** What a workload of the user's own brings into the image, besides tools that isotax knows. */
  readonly brings?: Brought;
  readonly needs: readonly Need[];
  /** MiB that it writes on the root filesystem. */
  readonly rootMiB: number;
  readonly params: Profiles<P>;
  /** Measured by default, unless other experiments are named. */
  readonly main: boolean;
  /** At most this many rounds of a run, for an experiment that hardly varies or takes long. */
  readonly rounds?: Profiles<number>;
  metrics(p: P, size: Size): readonly Metric[];
  /** The subjects. Without this, each target is a subject, in the role `target`. */
  subjects?(targets: readonly TargetIdentity[], p: P): readonly Subject[];
  /** Nominal duration of a cell. */
  seconds(p: P, pace: Pace): number;
  /** The same with shorter turns, for gates whose sides should alternate often. */
  inTurns?(p: P): P;
  run(lab: Lab, subject: Subject, p: P): Promise<readonly Observation[]>;
}

/** Programs and files of the host that a workload of the user's own brings into the image. */
export interface Brought {
  readonly programs: readonly BroughtProgram[];
  readonly files: readonly BroughtFile[];
}

export interface BroughtProgram {
  /** The tool's name in commands, and in the image. */
  readonly name: string;
  /** Its absolute path, if it is not found by its name in the PATH. */
  readonly path?: string;
}

/** A file, or a folder with all its files. */
export interface BroughtFile {
  /** Absolute. */
  readonly from: string;
  /** Its path in the folder of brought files. Absent if it keeps the path that it has on the host. */
  readonly to?: string;
}

/** Where an experiment runs. It closes everything that was opened in it, whatever happens. */
export interface Lab {
  readonly image: Image;
  readonly size: Size;
  readonly signal: AbortSignal;
  /** The harness's CPUs, unless they are the targets' own because the host has no others. */
  readonly otherCpus: readonly number[];
  target(role: string): TargetIdentity;
  /** Why the role's target does not offer something. Undefined if it does. */
  lackOf(role: string, need: Need): Lack | undefined;
  /** Opens an instance of the role's target. Errors: `RunnerError`. */
  open(role: string, spec?: Partial<OpenSpec>): Promise<Session>;
  /** A start from nothing, and the removal. Errors: `RunnerError`. */
  start(role: string, command: Command, spec?: Partial<OpenSpec>): Promise<StartResult>;
  /** Prepares starts of the role's target that begin beside each other. */
  crowd(role: string): Crowd;
  /** What must be shipped so that the image can run there. */
  shipped(role: string): Promise<readonly ShippedPart[]>;
  /** Makes an empty store, into which versions of the image are delivered. Errors: `RunnerError`. */
  deliver(role: string, spec: DeliverySpec): Promise<Delivery>;
  /** Opens a workshop of the role's target, which has a `builder`. Errors: `RunnerError`. */
  workshop(role: string): Promise<Workshop>;
  /** Makes services on one base, in one of the target's `shares`. Errors: `RunnerError`. */
  share(role: string, order: ShareOrder): Promise<Share>;
  /** Starts services on the role's target. Errors: `RunnerError`, `UnavailableError`. */
  deploy(role: string, order: DeploymentOrder): Promise<Deployment>;
  /** Makes canaries on the host, for the role's target. Errors: `RunnerError`. */
  witness(role: string): Promise<Witness>;
  /** Begins to trace the role's target. Errors: `UnavailableError`. */
  trace(role: string): Promise<CallTrace>;
  /** Adds to the part of the cell's time that was inside timed windows. */
  worked(hostNs: number): void;
  /** Records how long a round trip to an instance's agent takes. */
  roundTrip(hostNs: number): void;
  warn(warning: Warning): void;
}

/** The protocol of a server. Clients use it to ask whether the server answers. */
export type Protocol = "http" | "iperf3" | "postgresql" | "redis" | "sockperf" | "tcp";

export type Outcome =
  | {
      readonly status: "ok";
      readonly measurements: readonly Values[];
      readonly checks?: readonly Check[];
    }
  | {
      readonly status: "failed";
      readonly phase: string;
      readonly code: string;
      readonly reason: Message;
      readonly remedy: Message;
      readonly stderrTail: string;
    }
  | ({ readonly status: "unavailable" } & Lack);

/** Something that casts doubt on samples, with what to do about it. */
export interface Warning {
  readonly code:
    | "busy-machine"
    | "steal"
    | "throttling"
    | "swap"
    | "drift"
    | "warmup-trend"
    | "faster-than-native"
    | "shared-cpu"
    | "shared-core"
    | "uneven-cpus"
    | "unlimited-memory"
    | "wrong-size"
    | "hash-mismatch"
    | "host-changed"
    | "noisy"
    | "made-up";
  readonly message: Message;
  readonly remedy: Message;
}

/** A file of the root filesystem, with what is needed to check it. */
export interface ImageFile {
  /** Absolute path inside the image. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mode: number;
  readonly part: ImagePartName;
}
/** `own` is the user's image, where one is measured. */
export type ImagePartName = "libraries" | "runtime" | "tools" | "payload" | "own";

/** An executable or script of the image: its path on the host, and its path inside. */
export interface ImageTool {
  readonly name: string;
  readonly hostPath: string;
  readonly imagePath: string;
  readonly sha256: string;
}

/** The root filesystem, built and verified, with the forms in which it is packaged. */
export interface Image {
  /** sha256 over every file's path, mode and content. */
  readonly digest: string;
  /** Folder with the unpacked root filesystem. No target ever writes to it. */
  readonly rootfs: string;
  readonly files: readonly ImageFile[];
  readonly tools: readonly ImageTool[];
  /** gzip-compressed and unpacked bytes of each part, as OCI layers would carry it. */
  readonly layers: readonly ShippedPart[];
  /** Where the user's image came from. Absent for the image that isotax builds. */
  readonly origin?: ImageOrigin;
  /** What the user's image says about running it. */
  readonly config?: ImageConfig;
}

/** The user's own image. No path of the host is part of it. */
export interface ImageOrigin {
  readonly kind: ImageOriginKind;
  /** Of an image: sha256 of its configuration, which engines call the image's id. Of a folder: over its files. */
  readonly digest: string;
  /** Its name in an engine, e.g. "shop:1.4". */
  readonly name?: string;
}

export type ImageOriginKind = "folder" | "oci-layout" | "archive" | "engine" | "dockerfile";

/** Of an OCI image's configuration: what a command inside it would be given. */
export interface ImageConfig {
  /** Environment variables as NAME=VALUE, in order. */
  readonly env: readonly string[];
  readonly workdir: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
}
