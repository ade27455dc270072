/** A browser would break a line within `->`. */
export function arrows(text: string): string {
  return text.replaceAll(" -> ", " \u2192 ");
}
