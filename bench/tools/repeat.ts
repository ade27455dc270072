/** Repeats commands for a time, by the clock inside: /proc/uptime, whose ticks are 10 ms. */
import type { Command } from "../types.ts";

/** Shell code that defines `now`, which sets $up to the hundredths of a second since boot. */
export const NOW =
  // The decimals may be "08", which would be an octal number. A 1 before them prevents that.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
  "now() { read -r up _ </proc/uptime; up=$((${up%.*} * 100 + 1${up#*.} - 100)); }; ";

/** Repeats a command until this much time has passed, at least once. */
export function repeated(milliseconds: number, argv: Command["argv"]): Command {
  const script =
    `${NOW}now; end=$((up + $0)); ` +
    'while :; do "$@" || exit; now; [ "$up" -lt "$end" ] || exit 0; done';
  return { argv: [{ tool: "busybox" }, "sh", "-c", script, hundredths(milliseconds), ...argv] };
}

export function hundredths(milliseconds: number): string {
  return String(Math.max(1, Math.round(milliseconds / 10)));
}
