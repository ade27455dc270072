/** Parts of Korean sentences that sentences of several rooms share. */
import { 이나 } from "./words/particles.ts";

/** `near`: the known names that a word was probably meant to be; empty if there is none. */
export function didYouMean(near: readonly string[]): string {
  return near.length === 0 ? "" : `; 혹시 ${oneOf(near.map((name) => `"${name}"`))}입니까?`;
}

/** `a나 b` */
export function oneOf(items: readonly string[]): string {
  return items.map((item, index) => (index < items.length - 1 ? `${이나(item)} ` : item)).join("");
}

/** `a, b, c`, in the order given. */
export function listed(items: readonly string[]): string {
  return items.join(", ");
}

/** `12초` or `3분 20초`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds}초` : `${Math.floor(seconds / 60)}분 ${seconds % 60}초`;
}
