/** Commands that go on for a time, by the clock inside: /proc/uptime, whose ticks are 10 ms. */
import type { Command } from "../types.ts";

/** Shell that defines `now`, which sets $up to hundredths of a second since boot. */
export const NOW =
  // Two decimals, perhaps "08": with a 1 before them they are no octal number.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
  "now() { read -r up _ </proc/uptime; up=$((${up%.*} * 100 + 1${up#*.} - 100)); }; ";

/** A command again and again, until so much time has passed; once at least. */
export function repeated(milliseconds: number, argv: Command["argv"]): Command {
  const script =
    `${NOW}now; end=$((up + $0)); ` +
    'while :; do "$@" || exit; now; [ "$up" -lt "$end" ] || exit 0; done';
  return { argv: [{ tool: "busybox" }, "sh", "-c", script, hundredths(milliseconds), ...argv] };
}

export function hundredths(milliseconds: number): string {
  return String(Math.max(1, Math.round(milliseconds / 10)));
}
