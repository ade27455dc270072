/**
 * Podman's default seccomp profile breaks Debian's libaio. Since 0.3.113 (Debian 13, Ubuntu 24.04)
 * libaio waits with io_pgetevents(2), and falls back to io_getevents(2) if the call does not exist
 * (ENOSYS). The profile answers "not permitted" (EPERM), so everything that uses libaio fails.
 * Podman's users use the same remedy: the profile without this rule, so that its default answers,
 * "no such call".
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";

/** Where Podman looks for its profile, first match first: containers/common, pkg/seccomp. */
const PROFILES = ["/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json"];

const CALLS = ["io_pgetevents", "io_pgetevents_time64"];
const ENOSYS = 38;

/** Debian's name of the library with 64-bit times, which makes the call. */
const LIBRARY = /\/libaio\.so\.1t64$/;

interface Profile {
  readonly defaultErrnoRet?: number;
  readonly syscalls: readonly { readonly names: readonly string[]; readonly action: string }[];
}

/** The profile for containers of this image; undefined if Podman's own works. */
export function seccompProfile(
  { workFolder }: Pick<RunContext, "workFolder">,
  image: Pick<Image, "files">,
  profiles: readonly string[] = PROFILES,
): string | undefined {
  const file = profiles.find((path) => existsSync(path));
  if (file === undefined || !image.files.some(({ path }) => LIBRARY.test(path))) return undefined;
  const changed = withoutRefusal(readFileSync(file, "utf8"));
  if (changed === undefined) return undefined;
  const own = join(workFolder, "podman-seccomp.json");
  writeFileSync(own, changed);
  return own;
}

/**
 * Removes the rule that refuses the calls. Undefined if the profile allows them, or if its default
 * is not ENOSYS.
 */
function withoutRefusal(text: string): string | undefined {
  const profile = JSON.parse(text) as Profile;
  const refuses = ({ action, names }: Profile["syscalls"][number]) =>
    action === "SCMP_ACT_ERRNO" && names.some((name) => CALLS.includes(name));
  if (profile.defaultErrnoRet !== ENOSYS || !profile.syscalls.some(refuses)) return undefined;
  const syscalls = profile.syscalls.map((rule) =>
    refuses(rule) ? { ...rule, names: rule.names.filter((name) => !CALLS.includes(name)) } : rule,
  );
  return JSON.stringify({ ...profile, syscalls });
}
