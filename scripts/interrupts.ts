/** Signals that end a command early. */
import { setMaxListeners } from "node:events";
import { t } from "../reports/text/message.ts";

/**
 * The first Ctrl-C ends a command in order, the second ends it at once. SIGTERM counts as Ctrl-C,
 * and so does SIGHUP, which comes from a terminal that is closed. A command listens until its
 * results are written, so an interrupted run has its reports.
 */
export interface Interrupts {
  readonly signal: AbortSignal;
  /**
   * Called if the process ends before `dispose`: by a second Ctrl-C, or by an error that nobody
   * caught. It is set while there is something to end, and must not wait for anything.
   */
  atOnce: () => void;
  dispose(): void;
}

export const EXIT_INTERRUPTED = 130;

export function listenForInterrupts(tell: (text: string) => void): Interrupts {
  const controller = new AbortController();
  // Each instance under way listens, and there may be hundreds. Node.js would warn of a leak.
  setMaxListeners(0, controller.signal);
  let firstAt = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      tell(t("terminal.stopping"));
      controller.abort();
      return;
    }
    if (performance.now() - firstAt < ECHO_MS) return;
    process.exit(EXIT_INTERRUPTED);
  };
  const onExit = () => interrupts.atOnce();
  // Until now signals have ended the process, by the handlers of bin/start.js.
  const before = SIGNALS.map((name) => [name, process.listeners(name)] as const);
  for (const [name] of before) process.removeAllListeners(name).on(name, onSignal);
  process.on("exit", onExit);
  const interrupts: Interrupts = {
    signal: controller.signal,
    atOnce: () => {},
    dispose: () => {
      process.off("exit", onExit);
      for (const [name, listeners] of before) {
        process.off(name, onSignal);
        for (const listener of listeners) process.on(name, listener);
      }
    },
  };
  return interrupts;
}

/** A terminal sends Ctrl-C to npm too, which passes it on to us. That one is no second Ctrl-C. */
const ECHO_MS = 200;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
