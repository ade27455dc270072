/** Plurals of English. */

/** `1 round`, `2 rounds` */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
