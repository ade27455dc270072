/** The day of a time in ISO 8601. It is the same in every language. */
export function dayOf(time: string): string {
  return /\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? "";
}
