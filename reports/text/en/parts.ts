/** Parts of English sentences that sentences of several rooms share. */

/** `near`: the known names that a word was probably meant to be; empty if there is none. */
export function didYouMean(near: readonly string[]): string {
  return near.length === 0 ? "" : `; did you mean "${near.join('" or "')}"?`;
}

/** `a, b, c`, in the order given. */
export function listed(items: readonly string[]): string {
  return items.join(", ");
}

/** `12 s` or `3 min 20 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
