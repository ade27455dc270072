/** A delivery: a store, the link that fills it, and the registry at the other end. */
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type {
  DeliveredVersion,
  Delivery,
  DeliverySpec,
  FirstOutput,
  Image,
  Pulled,
} from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS } from "../host/process.ts";
import { imagePaths } from "../images/paths.ts";
import { resolveWord } from "../instance/words.ts";
import type { ImageName, Ran } from "./format.ts";
import { loadFormats } from "./found.ts";
import { layLink } from "./link.ts";
import { packedIn } from "./packed.ts";
import { registryOf } from "./registry.ts";
import { stock } from "./shelf.ts";

/** How long the registry may take to write down the last request, and its line to arrive here. */
const LOG_ARRIVES_MS = 50;
const STDERR_TAIL = 8192;

/** Errors: `RunnerError`. */
export async function openDelivery(
  context: RunContext,
  target: string,
  spec: DeliverySpec & { readonly image: Image; readonly cpus: readonly number[] },
): Promise<Delivery> {
  const format = (await loadFormats()).find(({ id }) => id === spec.format);
  if (format?.target !== target) throw new Error(`${target} has no format ${spec.format}`);
  const packed = await packedIn(context, spec.image, format);
  const registry = await registryOf(context);
  await stock(registry, format.id, packed);
  return unwoundOnFailure(async (closers) => {
    const store = await format.openStore(context);
    closers.defer(() => store.close());
    const link = await layLink(context, {
      client: store.namespace,
      server: registry.namespace,
    });
    const from = { link, port: registry.port };
    const pinned = ["taskset", "--cpu-list", spec.cpus.join(",")];
    const start = (
      words: readonly string[],
      more: { signal: AbortSignal; onOutput?: () => void },
    ) => store.start([...pinned, ...words], { timeoutMs: PACKING_DEADLINE_MS, ...more });
    const named = (version: DeliveredVersion): ImageName => ({ format: format.id, version });

    const pull = async (version: DeliveredVersion, signal: AbortSignal): Promise<Pulled> => {
      const [before, asked] = [await link.counted(), registry.requests()];
      const startNs = process.hrtime.bigint();
      const ran = await start(store.pull(from, named(version)), { signal });
      const hostNs = Number(process.hrtime.bigint() - startNs);
      if (ran.exitCode !== 0) throw pullFailed(named(version), ran);
      await sleep(LOG_ARRIVES_MS);
      const after = await link.counted();
      return {
        hostNs,
        receivedBytes: after.receivedBytes - before.receivedBytes,
        sentBytes: after.sentBytes - before.sentBytes,
        requests: registry.requests() - asked,
      };
    };

    const run: Delivery["run"] = async (version, command, signal): Promise<FirstOutput> => {
      const entry = command.argv.map((word) => resolveWord(word, imagePaths(spec.image)));
      const startNs = process.hrtime.bigint();
      let firstNs: bigint | undefined;
      const onOutput = () => {
        firstNs ??= process.hrtime.bigint();
      };
      const words = [...store.materialise(from, named(version)), ...entry];
      const ran = await start(words, { signal, onOutput });
      if (ran.exitCode !== 0 || firstNs === undefined) {
        throw doesNotRun(named(version), ran);
      }
      return { stdout: ran.stdout, hostNs: Number(firstNs - startNs) };
    };

    await link.shape(spec.mbit);
    return {
      link: {
        mbit: spec.mbit,
        mtu: link.mtu,
        congestionControl: link.congestionControl,
      },
      pull,
      run,
      stock: async (version, signal) => {
        await link.shape(undefined);
        await pull(version, signal);
        await link.shape(spec.mbit);
      },
      close: () => closers.unwind(true),
    };
  });
}

function pullFailed({ format, version }: ImageName, { stderr, exitCode }: Ran): RunnerError {
  return new RunnerError(
    "PULL_FAILED",
    say("delivery.pull-failed", { format, version, exitCode, words: lastLine(stderr) }),
    say("delivery.see-client"),
    "pull",
    stderr.slice(-STDERR_TAIL),
  );
}

function doesNotRun({ format, version }: ImageName, { stderr, exitCode }: Ran): RunnerError {
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
