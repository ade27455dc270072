/**
 * Services of Docker Swarm, with HAProxy before them. Each task has a port of its own, so a service
 * can have several: Swarm's own balancer, the routing mesh, needs IPVS, which hosts may lack.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { Command, Deployment, Scaling } from "../../../bench/types.ts";
import { unwoundOnFailure } from "../../closers.ts";
import { daemonOf } from "../../containers/docker/daemon.ts";
import { imageIn } from "../../containers/docker/images.ts";
import { initSwarm, type Swarm, type SwarmTask } from "../../containers/docker/swarm.ts";
import { hostPaths } from "../../images/paths.ts";
import { resolveWord } from "../../instance/words.ts";
import { engineCable } from "../../network/publish.ts";
import { failingIn } from "../../phase.ts";
import { answerOf } from "../ask.ts";
import { type Balancer, startBalancer } from "../balancer.ts";
import { startClient } from "../client.ts";
import { stamped } from "../stamped.ts";
import { taskWords } from "../task-words.ts";
import type { Around, Way } from "../way.ts";

export const way: Way = {
  id: "swarm-haproxy",
  target: "docker",
  open: (around) => failingIn("open", () => open(around)),
};

const POLL_MS = 20;

function open(around: Around): Promise<Deployment> {
  const { context, target, order, spec, signal } = around;
  return unwoundOnFailure(async (closers) => {
    const balancer = await startBalancer(context, Object.keys(order.services));
    closers.defer(() => balancer.close());
    const daemon = await daemonOf(context);
    const swarm = await initSwarm(daemon);
    closers.defer(() => swarm.leave());
    const image = await imageIn(context, daemon, spec.image);
    const { subnet } = await engineCable(context, daemon.pid);
    const tasks = new Tasks(around, swarm, balancer, `${subnet}.2`);
    for (const [service, server] of Object.entries(order.services)) {
      const name = context.instanceName(`${target}-${service}`);
      const words = taskWords(spec, server);
      await swarm.create({ name, image, words, memoryMiB: spec.memoryMiB });
      tasks.name(service, name);
      await tasks.join(service, await tasks.another(service, signal), signal);
    }
    const outside = hostPaths(spec.image, "/nowhere");
    return {
      fronts: balancer.fronts,
      load: async ({ argv }: Command, during: AbortSignal) => {
        const words = argv.map((word) => resolveWord(word, outside));
        return closers.use(await startClient(context, balancer.among, words, during));
      },
      scaling: scalingOf(tasks, swarm, balancer),
      close: () => closers.unwind(true),
    };
  });
}

function scalingOf(tasks: Tasks, swarm: Swarm, balancer: Balancer): Scaling {
  return {
    // A service's tasks all have the server that it was made with.
    grow: (service, _server, signal) =>
      failingIn("grow", () =>
        stamped(async (stamp) => {
          await swarm.scale(tasks.nameOf(service), tasks.of(service).length + 1);
          const task = await tasks.another(service, signal);
          stamp("ready", await tasks.answer(task, signal));
          await tasks.add(service, task);
          stamp("joined");
        }),
      ),
    shrink: (service, signal) =>
      failingIn("shrink", () =>
        stamped(async (stamp) => {
          const newest = tasks.of(service).at(-1);
          if (newest === undefined) throw new Error(`there is no service ${service}`);
          await balancer.drain(service, serverOf(newest));
          stamp("left");
          await swarm.scale(tasks.nameOf(service), tasks.of(service).length - 1);
          const gone = await tasks.missing(service, signal);
          await balancer.forget(service, serverOf(gone));
          // Swarm chooses which of its tasks goes.
          if (gone !== newest) await balancer.resume(service, serverOf(newest));
          stamp("gone");
        }),
      ),
    inFlight: (service) => balancer.inFlight(service),
  };
}

function serverOf({ container }: SwarmTask): string {
  return container.slice(0, 12);
}

/** The tasks that the balancer knows, of each service. */
class Tasks {
  readonly #names = new Map<string, string>();
  readonly #known = new Map<string, readonly SwarmTask[]>();

  constructor(
    private readonly around: Around,
    private readonly swarm: Swarm,
    private readonly balancer: Balancer,
    private readonly address: string,
  ) {}

  name(service: string, name: string): void {
    this.#names.set(service, name);
  }

  nameOf(service: string): string {
    const name = this.#names.get(service);
    if (name === undefined) throw new Error(`there is no service ${service}`);
    return name;
  }

  /** In the order in which they joined. */
  of(service: string): readonly SwarmTask[] {
    return this.#known.get(service) ?? [];
  }

  /** Waits for a task that is not known yet. Errors: `RunnerError`. */
  another(service: string, signal: AbortSignal): Promise<SwarmTask> {
    return this.#until(service, signal, (running) => {
      const known = this.of(service).map(({ container }) => container);
      return running.find(({ container }) => !known.includes(container));
    });
  }

  /** Waits until a known task is gone, and forgets it. Errors: `RunnerError`. */
  async missing(service: string, signal: AbortSignal): Promise<SwarmTask> {
    const gone = await this.#until(service, signal, (running) => {
      const ids = running.map(({ container }) => container);
      return this.of(service).find(({ container }) => !ids.includes(container));
    });
    this.#known.set(
      service,
      this.of(service).filter((one) => one !== gone),
    );
    return gone;
  }

  /** When its server first answered. Errors: `RunnerError`. */
  answer({ port }: SwarmTask, signal: AbortSignal): Promise<bigint> {
    const { spec, target, order } = this.around;
    const { among } = this.balancer;
    const asking = { image: spec.image, among, target, deadlineMs: order.readyMs };
    return answerOf({ address: this.address, port }, asking, signal);
  }

  async add(service: string, task: SwarmTask): Promise<void> {
    await this.balancer.add(service, serverOf(task), this.address, task.port);
    this.#known.set(service, [...this.of(service), task]);
  }

  async join(service: string, task: SwarmTask, signal: AbortSignal): Promise<void> {
    await this.answer(task, signal);
    await this.add(service, task);
  }

  async #until(
    service: string,
    signal: AbortSignal,
    find: (running: readonly SwarmTask[]) => SwarmTask | undefined,
  ): Promise<SwarmTask> {
    const { order, target } = this.around;
    const until = performance.now() + order.readyMs;
    for (;;) {
      signal.throwIfAborted();
      const found = find(await this.swarm.tasks(this.nameOf(service)));
      if (found !== undefined) return found;
      if (performance.now() > until) throw unchanged(target);
      await sleep(POLL_MS, undefined, { signal });
    }
  }
}

function unchanged(target: string): RunnerError {
  return new RunnerError(
    "NOT_SCALED",
    say("deployment.not-scaled", { target }),
    say("engines-docker.see-daemons-log"),
    "scale",
    "",
  );
}
