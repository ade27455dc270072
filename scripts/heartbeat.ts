/** Signs of life of a long step, where no line can be rewritten. */

/** A step is long after this time. */
const LONG_MS = 3000;
export const BEAT_MS = 30_000;

/** Calls `say` once a step is long, and then at intervals. Returns a function that ends it. */
export function heartbeat(say: (seconds: number) => void): () => void {
  const fromMs = performance.now();
  const beat = () => {
    say(Math.round((performance.now() - fromMs) / 1000));
    timer = setTimeout(beat, BEAT_MS);
    timer.unref();
  };
  let timer = setTimeout(beat, LONG_MS);
  timer.unref();
  return () => clearTimeout(timer);
}
