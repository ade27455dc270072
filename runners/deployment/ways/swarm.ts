/** Docker Swarm's own rolling update. Nothing stands before the services. */
import type { Command, Deployment, Front } from "../../../bench/types.ts";
import { unwoundOnFailure } from "../../closers.ts";
import { daemonOf } from "../../containers/docker/daemon.ts";
import { imageIn } from "../../containers/docker/images.ts";
import { initSwarm } from "../../containers/docker/swarm.ts";
import { hostPaths } from "../../images/paths.ts";
import { resolveWord } from "../../instance/words.ts";
import { engineCable } from "../../network/publish.ts";
import { failingIn } from "../../phase.ts";
import { answerOf } from "../ask.ts";
import { startClient } from "../client.ts";
import { taskWords } from "../task-words.ts";
import type { Around, Way } from "../way.ts";

export const way: Way = {
  id: "swarm",
  target: "docker",
  open: (around) => failingIn("open", () => open(around)),
};

const FIRST_PORT = 7201;

function open({ context, target, order, spec, signal }: Around): Promise<Deployment> {
  return unwoundOnFailure(async (closers) => {
    const daemon = await daemonOf(context);
    const swarm = await initSwarm(daemon);
    closers.defer(() => swarm.leave());
    const image = await imageIn(context, daemon, spec.image);
    const wordsOf = (server: Command) => taskWords(spec, server);
    const cable = await engineCable(context, daemon.pid);
    const among = cable.client;
    const address = `${cable.subnet}.2`;
    const names = new Map<string, string>();
    const fronts: Record<string, Front> = {};
    for (const [index, [service, server]] of Object.entries(order.services).entries()) {
      const name = context.instanceName(`${target}-${service}`);
      const port = FIRST_PORT + index;
      const { memoryMiB } = spec;
      await swarm.create({ name, image, words: wordsOf(server), port, memoryMiB });
      names.set(service, name);
      fronts[service] = { address, port };
    }
    const asking = { image: spec.image, among, target, deadlineMs: order.readyMs };
    for (const front of Object.values(fronts)) await answerOf(front, asking, signal);
    const outside = hostPaths(spec.image, "/nowhere");
    return {
      fronts,
      load: async ({ argv }, during) => {
        const words = argv.map((word) => resolveWord(word, outside));
        return closers.use(await startClient(context, among, words, during));
      },
      replace: (service, server, during) =>
        failingIn("replace", async () => {
          const [name, front] = [names.get(service), fronts[service]];
          if (name === undefined || front === undefined) throw new Error(`no service ${service}`);
          const decidedNs = process.hrtime.bigint();
          await swarm.update(name, wordsOf(server), during);
          // A task counts as running before its server answers.
          const atNs = Number((await answerOf(front, asking, during)) - decidedNs);
          return { decidedNs, steps: [{ step: "done", atNs }] };
        }),
      close: () => closers.unwind(true),
    };
  });
}
