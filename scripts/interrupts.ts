/** Ctrl-C once: orderly. Twice: at once. SIGTERM and SIGHUP count as Ctrl-C. */
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
  const interrupts: Interrupts = {
    signal: controller.signal,
    atOnce: () => {},
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
      process.off("exit", onExit);
    },
  };
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
  for (const name of SIGNALS) process.on(name, onSignal);
  process.on("exit", onExit);
  return interrupts;
}

/** npm passes on the Ctrl-C that the terminal has sent to us as well: the second is not a second wish. */
const ECHO_MS = 200;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
