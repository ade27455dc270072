/** Services in instances of any target, behind a balancer beside the clients. */
import type {
  Command,
  Deployment,
  Replacement,
  ReplacementStep,
  Scaling,
  Session,
} from "../../bench/types.ts";
import { SERVICE_PORT } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { hostPaths } from "../images/paths.ts";
import { resolveWord } from "../instance/words.ts";
import { failingIn } from "../phase.ts";
import { answerOf } from "./ask.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { startClient } from "./client.ts";
import { stamped } from "./stamped.ts";
import type { Around } from "./way.ts";

/** Whether the new instance is started before the old one is stopped, or after it. */
export type Order = "start-first" | "stop-first";

interface Instance {
  /** Its name in the balancer. */
  readonly name: string;
  readonly session: Session;
  readonly address: string;
}

type Step = ReplacementStep["step"];

/** Errors: `RunnerError`. */
export function openBehindBalancer(around: Around, order: Order): Promise<Deployment> {
  return failingIn("open", () => opened(around, order));
}

function opened(around: Around, order: Order): Promise<Deployment> {
  return unwoundOnFailure(async (closers) => {
    const { context, order: asked, spec, target } = around;
    const balancer = await startBalancer(context, Object.keys(asked.services));
    closers.defer(() => balancer.close());
    const instances = new Instances(around, balancer);
    closers.defer(() => instances.close());
    for (const [service, server] of Object.entries(asked.services)) {
      const { instance } = await instances.started(server, around.signal);
      await instances.join(service, instance);
    }
    const outside = hostPaths(spec.image, "/nowhere");
    return {
      fronts: balancer.fronts,
      load: async ({ argv }, signal) => {
        const words = argv.map((word) => resolveWord(word, outside));
        return closers.use(await startClient(context, balancer.among, words, signal));
      },
      replace: async (service, server, signal): Promise<Replacement> => {
        const steps: ReplacementStep[] = [];
        const decidedNs = process.hrtime.bigint();
        const stamp = (step: Step, atNs = process.hrtime.bigint()) => {
          steps.push({ step, atNs: Number(atNs - decidedNs) });
        };
        const old = instances.oldestOf(service);
        if (old === undefined) throw new Error(`${target} has no service ${service}`);
        if (order === "stop-first") await instances.leave(service, old);
        const { instance, answeredNs } = await instances.started(server, signal);
        stamp("ready", answeredNs);
        await instances.join(service, instance);
        if (order === "start-first") await balancer.drain(service, old.name);
        stamp("switched");
        if (order === "start-first") await instances.leave(service, old);
        stamp("done");
        return { decidedNs, steps };
      },
      scaling: scalingOf(instances, balancer),
      close: () => closers.unwind(true),
    };
  });
}

function scalingOf(instances: Instances, balancer: Balancer): Scaling {
  return {
    grow: (service, server, signal) =>
      stamped(async (stamp) => {
        const { instance, answeredNs } = await instances.started(server, signal);
        stamp("ready", answeredNs);
        await instances.join(service, instance);
        stamp("joined");
      }),
    shrink: (service) =>
      stamped(async (stamp) => {
        const newest = instances.newestOf(service);
        if (newest === undefined) throw new Error(`there is no service ${service}`);
        await balancer.drain(service, newest.name);
        stamp("left");
        await instances.leave(service, newest);
        stamp("gone");
      }),
    inFlight: (service) => balancer.inFlight(service),
  };
}

/** The open instances, and those of them that the balancer knows. */
class Instances {
  readonly #open = new Set<Session>();
  /** Of each service, in the order in which they joined. */
  readonly #serving = new Map<string, Instance[]>();
  #number = 0;

  constructor(
    private readonly around: Around,
    private readonly balancer: Balancer,
  ) {}

  oldestOf(service: string): Instance | undefined {
    return this.#serving.get(service)?.at(0);
  }

  newestOf(service: string): Instance | undefined {
    return this.#serving.get(service)?.at(-1);
  }

  /** Opens an instance, and waits until its server answers. Nothing of it stays if it does not. */
  async started(server: Command, signal: AbortSignal) {
    const { target, spec, order, open } = this.around;
    const session = await open(signal);
    this.#open.add(session);
    const { address } = session;
    if (address === undefined) throw new Error(`${target} was not opened as served`);
    const asking = {
      image: spec.image,
      among: this.balancer.among,
      target,
      deadlineMs: order.readyMs,
    };
    const given = new AbortController();
    try {
      // The client starts while the server does: its own start is no part of the time.
      const answer = answerOf(
        { address, port: SERVICE_PORT },
        asking,
        AbortSignal.any([signal, given.signal]),
      );
      answer.catch(() => {});
      await session.serve(server, signal);
      return {
        instance: { name: `v${++this.#number}`, session, address },
        answeredNs: await answer,
      };
    } catch (error) {
      given.abort();
      await this.#end(session).catch(() => {});
      throw error;
    }
  }

  async join(service: string, instance: Instance): Promise<void> {
    await this.balancer.add(service, instance.name, instance.address);
    this.#serving.set(service, [...(this.#serving.get(service) ?? []), instance]);
  }

  /** Ends an instance when it has answered all that it was asked. */
  async leave(service: string, { name, session }: Instance): Promise<void> {
    const others = this.#serving.get(service)?.filter((one) => one.name !== name) ?? [];
    this.#serving.set(service, others);
    await this.balancer.drain(service, name);
    await this.balancer.forget(service, name);
    await this.#end(session);
  }

  async #end(session: Session): Promise<void> {
    this.#open.delete(session);
    // Some instances do not end before their server: LXC then waits until it is killed.
    await session.stopServing(this.around.signal).catch(() => {});
    await session.close();
  }

  /** An instance that cannot be closed does not keep the others open. */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const session of [...this.#open].reverse()) {
      await this.#end(session).catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }
}
