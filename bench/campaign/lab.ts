/**
 * The lab of one cell. It opens what an experiment asks for, adds up the time, and closes
 * everything.
 */
import type {
  CallTrace,
  Command,
  Crowd,
  Delivery,
  DeliverySpec,
  Deployment,
  DeploymentOrder,
  Image,
  Lab,
  Lack,
  Need,
  OpenSpec,
  Phase,
  Session,
  Share,
  ShareOrder,
  ShippedPart,
  Size,
  StartResult,
  Subject,
  Target,
  TargetIdentity,
  Warning,
  Witness,
  Workshop,
} from "../types.ts";

/** What every cell of a run has in common. */
export interface Bench {
  readonly image: Image;
  readonly cpus: readonly number[];
  readonly harnessCpus?: readonly number[];
  readonly memoryMiB: number;
  readonly signal: AbortSignal;
}

export class CellLab implements Lab {
  readonly channelNs: number[] = [];
  readonly warnings: Warning[] = [];
  readonly #sessions: Session[] = [];
  readonly #deliveries: Delivery[] = [];
  readonly #workshops: Workshop[] = [];
  readonly #shares: Share[] = [];
  readonly #deployments: Deployment[] = [];
  readonly #crowds: Crowd[] = [];
  readonly #witnesses: Witness[] = [];
  readonly #traces: CallTrace[] = [];
  #workedNs = 0;

  constructor(
    private readonly bench: Bench,
    private readonly subject: Subject,
    private readonly targets: ReadonlyMap<string, Target>,
  ) {}

  get image(): Image {
    return this.bench.image;
  }

  get signal(): AbortSignal {
    return this.bench.signal;
  }

  get size(): Size {
    return { cpus: this.bench.cpus.length, memoryMiB: this.bench.memoryMiB };
  }

  get otherCpus(): readonly number[] {
    const { cpus, harnessCpus = [] } = this.bench;
    return harnessCpus.filter((cpu) => !cpus.includes(cpu));
  }

  target(role: string): TargetIdentity {
    return this.#of(role);
  }

  lackOf(role: string, need: Need): Lack | undefined {
    return this.#of(role).lacks[need];
  }

  async open(role: string, spec: Partial<OpenSpec> = {}): Promise<Session> {
    const session = await this.#of(role).open({ ...this.#usual(), ...spec }, this.signal);
    this.#sessions.push(session);
    return session;
  }

  start(role: string, command: Command, spec: Partial<OpenSpec> = {}): Promise<StartResult> {
    return this.#of(role).start({ ...this.#usual(), ...spec }, command, this.signal);
  }

  crowd(role: string): Crowd {
    const target = this.#of(role);
    const crowd = target.crowd?.(this.#usual(), this.signal);
    if (crowd === undefined) throw new Error(`${target.id} starts nothing beside others`);
    this.#crowds.push(crowd);
    return crowd;
  }

  shipped(role: string): Promise<readonly ShippedPart[]> {
    return this.#of(role).shipped(this.image);
  }

  async deliver(role: string, spec: DeliverySpec): Promise<Delivery> {
    const target = this.#of(role);
    const { cpus, image, memoryMiB } = this.bench;
    const delivery = await target.deliver?.(spec, { cpus, image, memoryMiB }, this.signal);
    if (delivery === undefined) throw new Error(`nothing is delivered to ${target.id}`);
    this.#deliveries.push(delivery);
    return delivery;
  }

  async workshop(role: string): Promise<Workshop> {
    const target = this.#of(role);
    if (target.workshop === undefined) throw new Error(`${target.id} has no builder`);
    const { cpus, image } = this.bench;
    const workshop = await target.workshop({ cpus, image }, this.signal);
    this.#workshops.push(workshop);
    return workshop;
  }

  async share(role: string, order: ShareOrder): Promise<Share> {
    const target = this.#of(role);
    const share = await target.share?.(order, this.bench.image, this.signal);
    if (share === undefined) throw new Error(`${target.id} has no services on one base`);
    this.#shares.push(share);
    return share;
  }

  async deploy(role: string, order: DeploymentOrder): Promise<Deployment> {
    const target = this.#of(role);
    const deployment = await target.deploy?.(order, this.#usual(), this.signal);
    if (deployment === undefined) throw new Error(`nothing is deployed on ${target.id}`);
    this.#deployments.push(deployment);
    return deployment;
  }

  async witness(role: string): Promise<Witness> {
    const target = this.#of(role);
    const witness = await target.witness?.(this.signal);
    if (witness === undefined) throw new Error(`${target.id} is isolated from nothing`);
    this.#witnesses.push(witness);
    return witness;
  }

  async trace(role: string): Promise<CallTrace> {
    const target = this.#of(role);
    const trace = await target.trace?.();
    if (trace === undefined) throw new Error(`${target.id} makes no system calls`);
    this.#traces.push(trace);
    return trace;
  }

  worked(hostNs: number): void {
    this.#workedNs += hostNs;
  }

  roundTrip(hostNs: number): void {
    this.channelNs.push(hostNs);
  }

  warn(warning: Warning): void {
    this.warnings.push(warning);
  }

  /**
   * Closes everything that was opened, newest first. An instance that cannot be closed does not
   * keep the others open.
   */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const opened of [
      ...this.#witnesses,
      ...this.#traces,
      ...this.#deliveries,
      ...this.#workshops,
      ...this.#shares,
      ...this.#deployments,
      ...this.#crowds,
      ...this.#sessions,
    ].toReversed()) {
      await opened.close().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }

  /** The lifecycle of the only opened instance. Several instances have no single lifecycle. */
  get lifecycle(): readonly Phase[] {
    return this.#sessions.length === 1 ? (this.#sessions[0]?.lifecycle ?? []) : [];
  }

  /**
   * Host nanoseconds inside timed windows: openings, work and removals. Complete once the lab is
   * closed.
   */
  get timedNs(): number {
    return this.#sessions.reduce((sum, { lifecycle }) => sum + aroundNs(lifecycle), this.#workedNs);
  }

  #of(role: string): Target {
    const target = this.targets.get(this.subject.roles[role] ?? "");
    if (target === undefined) throw new Error(`${this.subject.id} has no target for "${role}"`);
    return target;
  }

  #usual(): OpenSpec {
    const { cpus, memoryMiB, image } = this.bench;
    return { cpus, memoryMiB, image, scratchMiB: 0 };
  }
}

/** Time of an opening and a removal. */
function aroundNs(lifecycle: readonly Phase[]): number {
  const at = new Map(lifecycle.map(({ phase, atNs }) => [phase, atNs]));
  return (at.get("ready") ?? 0) + (at.get("removed") ?? 0) - (at.get("exited") ?? 0);
}
