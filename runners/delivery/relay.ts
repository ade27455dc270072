/**
 * A relay of frames: it makes the two ends of a link as tap devices, and holds each frame back for
 * half of the round trip (relay.c).
 */
import { fileURLToPath } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { startService } from "../launch/service.ts";
import { type CableEnd, inNetworkOf, raised, runLines } from "../network/lab.ts";
import { compiledProgram, sourceOf } from "../primitives/programs.ts";
import type { Delay } from "./delay.ts";
import { linesOf } from "./lines.ts";
import { lostFrames } from "./wire.ts";

const PROGRAM = {
  name: "relay",
  folder: "relays",
  sources: [sourceOf("sys.h"), fileURLToPath(new URL("relay.c", import.meta.url))],
};
/** Frames that a device keeps until the relay reads them. A busy CPU must not lose any. */
const QUEUE_FRAMES = 10_000;
const US_PER_MS = 1000;

/** Lays the link. Errors: `NO_COMPILER`, `NOT_COMPILED`, `RELAY_ENDED`. */
export async function startRelay(
  context: RunContext,
  { near, far, rttMs }: { readonly near: CableEnd; readonly far: CableEnd; readonly rttMs: number },
): Promise<Delay> {
  const program = await compiledProgram(context, PROGRAM);
  // It inherits the harness's CPUs, and its use is not counted: it stands for a cable.
  const ends = [near, far].flatMap(({ pid, device }) => [`/proc/${pid}/ns/net`, device]);
  const relay = startService(
    context,
    [program, String(Math.round((rttMs / 2) * US_PER_MS)), ...ends],
    { stdin: "pipe", stdout: "pipe" },
  );
  const lost = new AbortController();
  const answers = linesOf(relay.stdout);
  let isStopped = false;
  const told = relay.ended.then(() => {
    const error = relayEnded(relay.log() || String(relay.ending()));
    answers.end(error);
    if (!isStopped) lost.abort(error);
  });
  const stop = async () => {
    isStopped = true;
    await relay.stop();
    await told;
  };
  context.onClose(stop);
  return unwoundOnFailure(async (closers) => {
    closers.defer(stop);
    await answers.next();
    const queue = ({ pid, device }: CableEnd) =>
      run([...inNetworkOf(pid), "ip", "link", "set", device, "txqueuelen", String(QUEUE_FRAMES)]);
    await queue(near);
    await queue(far);
    await runLines([...raised(far), ...raised(near)]);
    const lostAt = async ({ pid, device }: CableEnd) => {
      const show = ["ip", "-s", "-j", "link", "show", "dev", device];
      return lostFrames((await run([...inNetworkOf(pid), ...show])).stdout);
    };
    return {
      kind: "relay",
      lost: lost.signal,
      droppedFrames: async () => {
        lost.signal.throwIfAborted();
        const answer = answers.next();
        relay.stdin?.write("\n");
        const inRelay = Number(await answer);
        return inRelay + (await lostAt(near)) + (await lostAt(far));
      },
      close: stop,
    };
  });
}

function relayEnded(words: string): IsotaxError {
  return new IsotaxError(
    "RELAY_ENDED",
    say("delivery.relay-ended", { words }),
    say("delivery.see-relay"),
  );
}
