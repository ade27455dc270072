/** A delivery: a store, the link that fills it, and the server at the other end. */
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type {
  DeliveredVersion,
  Delivery,
  DeliverySpec,
  Pulled,
  RunDelivered,
} from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, tryRun } from "../host/process.ts";
import { imagePaths } from "../images/paths.ts";
import { resolveWord } from "../instance/words.ts";
import { failingIn } from "../phase.ts";
import type { Format, Ran, StoreOrder } from "./format.ts";
import { layLink } from "./link.ts";
import { meterOf, type Spent } from "./meter.ts";
import { TimedOutput } from "./timed-output.ts";

/** A guest that hangs must not cost more. To read everything takes minutes at the most. */
const RUN_DEADLINE_MS = 600_000;
/** How long a server may take to write down the last request, and its line to arrive here. */
const LOG_ARRIVES_MS = 50;
const STDERR_TAIL = 8192;

/** Errors: `RunnerError`. */
export function openDelivery(
  context: RunContext,
  format: Format,
  spec: DeliverySpec & Pick<StoreOrder, "image" | "cpus" | "memoryMiB" | "signal">,
): Promise<Delivery> {
  return failingIn("open", () => opened(context, format, spec));
}

async function opened(
  context: RunContext,
  format: Format,
  spec: Parameters<typeof openDelivery>[2],
): Promise<Delivery> {
  const server = await format.serve(context, spec.image);
  return unwoundOnFailure(async (closers) => {
    const meter = closers.use(meterOf(context, format.id));
    const store = await format.openStore({ ...spec, context, join: meter.join });
    closers.defer(() => store.close());
    const link = await layLink(context, {
      client: store.namespace,
      server: server.namespace,
      rttMs: spec.rttMs,
    });
    closers.defer(() => link.close());
    const from = { link, port: server.port };
    const pinned = ["taskset", "--cpu-list", spec.cpus.join(",")];
    const options = { env: store.env, onlyEnv: true, timeoutMs: PACKING_DEADLINE_MS };
    const enter = [...store.enter, ...pinned];

    /** A command that would wait for ever for a link that is gone is ended, with that as the reason. */
    const linked = async <T>(signal: AbortSignal, work: (either: AbortSignal) => Promise<T>) => {
      try {
        return await work(AbortSignal.any([signal, link.lost]));
      } catch (error) {
        link.lost.throwIfAborted();
        throw error;
      }
    };

    const pull = async (version: DeliveredVersion, signal: AbortSignal): Promise<Pulled> => {
      const [before, asked] = [await link.counted(), server.requests()];
      const dropped = await link.droppedFrames();
      const spent = meter.begin(store.services ?? []);
      const argv = meter.metered([...enter, ...store.pull(from, version)]);
      const startNs = process.hrtime.bigint();
      const ran = await linked(signal, (either) => tryRun(argv, { ...options, signal: either }));
      const hostNs = Number(process.hrtime.bigint() - startNs);
      if (ran.exitCode !== 0) throw pullFailed(format.id, version, ran);
      const took: Spent = spent();
      await sleep(LOG_ARRIVES_MS);
      const after = await link.counted();
      const lost = (await link.droppedFrames()) - dropped;
      if (lost > 0) throw framesLost(format.id, version, lost);
      return {
        hostNs,
        receivedBytes: after.receivedBytes - before.receivedBytes,
        sentBytes: after.sentBytes - before.sentBytes,
        requests: server.requests() - asked,
        ...took,
      };
    };

    const run: Delivery["run"] = async (version, command, signal): Promise<RunDelivered> => {
      const entry = command.argv.map((word) => resolveWord(word, imagePaths(spec.image)));
      const { argv, input, first } = store.run(from, version, entry);
      const lines = new TimedOutput(first);
      const words = meter.metered([...enter, ...argv]);
      const before = await link.counted();
      const early = link.receivedSoFar();
      let byFirstLine: number | undefined;
      const startNs = process.hrtime.bigint();
      let uncounted: unknown;
      const onOutput = (chunk: Buffer) => {
        lines.arrived(chunk, Number(process.hrtime.bigint() - startNs));
        if (lines.count === 0) return;
        try {
          byFirstLine ??= link.receivedSoFar() - early;
        } catch (error) {
          // The device went with the client. Nobody would catch what a listener throws.
          uncounted ??= error;
        }
      };
      const more = {
        onOutput,
        timeoutMs: RUN_DEADLINE_MS,
        ...(input === undefined ? {} : { input }),
      };
      const ran = await linked(signal, (either) =>
        tryRun(words, { ...options, ...more, signal: either }),
      );
      const result = lines.result(ran.exitCode);
      if (ran.exitCode !== 0 || result === undefined || result.linesNs.length === 0) {
        throw doesNotRun(format.id, version, ran);
      }
      if (uncounted !== undefined) throw uncounted;
      const after = await link.counted();
      const receivedBytes = after.receivedBytes - before.receivedBytes;
      const all = link.receivedSoFar() - early;
      const share = all > 0 ? (byFirstLine ?? all) / all : 0;
      return { ...result, receivedBytes, receivedByFirstLine: Math.round(share * receivedBytes) };
    };

    await link.shape(spec.mbit);
    return {
      link: {
        mbit: spec.mbit,
        rttMs: spec.rttMs,
        delay: link.delay,
        mtu: link.mtu,
        congestionControl: link.congestionControl,
      },
      pull: (version, signal) => failingIn("pull", () => pull(version, signal)),
      run: (version, command, signal) => failingIn("run", () => run(version, command, signal)),
      close: () => closers.unwind(true),
    };
  });
}

/** The delay had no room for what the servers sent: TCP sent it again, as on no such link. */
function framesLost(format: string, version: string, frames: number): RunnerError {
  return new RunnerError(
    "FRAMES_LOST",
    say("delivery.frames-lost", { format, version, frames }),
    say("delivery.quieter-host"),
    "pull",
    "",
  );
}

function pullFailed(format: string, version: string, { stderr, exitCode }: Ran): RunnerError {
  return new RunnerError(
    "PULL_FAILED",
    say("delivery.pull-failed", { format, version, exitCode, words: lastLine(stderr) }),
    say("delivery.see-client"),
    "pull",
    stderr.slice(-STDERR_TAIL),
  );
}

function doesNotRun(format: string, version: string, { stderr, exitCode }: Ran): RunnerError {
  return new RunnerError(
    "DELIVERED_DOES_NOT_RUN",
    say("delivery.run-failed", { format, version, exitCode, words: lastLine(stderr) }),
    say("delivery.see-client"),
    "run",
    stderr.slice(-STDERR_TAIL),
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
