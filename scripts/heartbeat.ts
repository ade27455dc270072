/** Signs of life of a step that takes long, where nobody sees a line that is rewritten. */

/** From where on a step is long. */
const LONG_MS = 3000;
export const BEAT_MS = 30_000;

/** Says that a step has begun once it is long, then now and then that it goes on. Returns what ends it. */
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
