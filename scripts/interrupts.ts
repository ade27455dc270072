/**
 * Ctrl-C once: orderly. Twice: at once. SIGTERM, and SIGHUP of a terminal that is closed, count as
 * Ctrl-C. A command listens until its results are written: an interrupted run has its reports.
 */
export interface Interrupts {
  readonly signal: AbortSignal;
  /**
   * What to do if the process ends before `dispose`, whatever ends it: a second Ctrl-C, or an error
   * that nobody caught. Set while there is something to end; must not wait for anything.
   */
  atOnce: () => void;
  dispose(): void;
}

export const EXIT_INTERRUPTED = 130;

export function listenForInterrupts(say: (text: string) => void): Interrupts {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      say("stopping: closing what is open; once more to stop at once");
      controller.abort();
      return;
    }
    if (performance.now() - firstAt < ECHO_MS) return;
    process.exit(EXIT_INTERRUPTED);
  };
  const onExit = () => interrupts.atOnce();
  // Until now a signal has ended the process: bin/start.js.
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

/** npm passes on the Ctrl-C that the terminal has sent to us as well: the second is not a second wish. */
const ECHO_MS = 200;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
