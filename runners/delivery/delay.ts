/**
 * The delay of a link: the kernel's netem, or a relay of frames where the kernel has none. Both hold
 * back whole frames, so that TCP starts slowly, as over a long cable.
 */
import { accessSync, constants } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Lack } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { run, which } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import { type CableEnd, inNetworkOf, runLines } from "../network/lab.ts";
import { installCommand } from "../tools/requirements.ts";
import { hasNetem, layWithNetem } from "./netem.ts";
import { startRelay } from "./relay.ts";
import { hardwareAddress } from "./wire.ts";

export interface Delay {
  readonly kind: "netem" | "relay";
  /** Aborted, with the error as its reason, if what delays is gone: a client would wait for ever. */
  readonly lost: AbortSignal;
  /** Frames that found no room, since the link was laid. Errors: `RELAY_ENDED`. */
  droppedFrames(): Promise<number>;
  /** Takes the link away. */
  close(): Promise<void>;
}

const TUN = "/dev/net/tun";
const COMPILER = "cc";

/** Why no delay can be added here; undefined if it can. */
export async function delayProblem(context: RunContext): Promise<Lack | undefined> {
  if (await hasNetem(context)) return undefined;
  if (which(COMPILER) === undefined) {
    return {
      reason: say("delivery.no-delay", { tool: COMPILER }),
      remedy: installCommand([COMPILER]),
    };
  }
  if (mayUse(TUN)) return undefined;
  return { reason: say("delivery.no-tun", { device: TUN }), remedy: say("delivery.load-tun") };
}

/**
 * Lays a link that delays, between these ends. Errors: `NO_DELAY`, `NOT_COMPILED`, `RELAY_ENDED`.
 */
export async function layDelayed(
  context: RunContext,
  ends: { readonly near: CableEnd; readonly far: CableEnd; readonly rttMs: number },
): Promise<Delay> {
  const problem = await delayProblem(context);
  if (problem !== undefined) throw new IsotaxError("NO_DELAY", problem.reason, problem.remedy);
  return unwoundOnFailure(async (closers) => {
    const lay = (await hasNetem(context)) ? layWithNetem : startRelay;
    const delay = await lay(context, ends);
    closers.defer(() => delay.close());
    await introduce(ends.near, ends.far);
    await introduce(ends.far, ends.near);
    return delay;
  });
}

/**
 * Tells a host the hardware address of the other, which it would otherwise ask for over the link: a
 * round trip that hosts with a router between them do not pay. Nor does it remember how fast a
 * connection was: each one starts slowly.
 */
async function introduce(one: CableEnd, other: CableEnd): Promise<void> {
  const show = ["ip", "-j", "link", "show", "dev", other.device];
  const mac = hardwareAddress((await run([...inNetworkOf(other.pid), ...show])).stdout);
  const [address] = other.address.split("/");
  await runLines(
    [
      sh`ip neighbour replace ${address ?? ""} lladdr ${mac} dev ${one.device} nud permanent`,
      sh`echo 1 >/proc/sys/net/ipv4/tcp_no_metrics_save`,
    ],
    inNetworkOf(one.pid),
  );
}

function mayUse(device: string): boolean {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
