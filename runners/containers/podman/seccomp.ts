/**
 * Podman's default profile, and Debian's libaio: since 0.3.113 (Debian 13, Ubuntu 24.04) that waits by
 * io_pgetevents(2), and by io_getevents(2) where there is no such call. The profile answers "not
 * permitted", as if there were, and whatever uses libaio fails. The remedy is that of its users: the
 * profile without this answer, so that the call is refused by the default one, "no such call".
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";

/** Where Podman looks, the first that there is: containers/common, pkg/seccomp. */
const PROFILES = ["/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json"];

const CALLS = ["io_pgetevents", "io_pgetevents_time64"];
const ENOSYS = 38;

/** Debian's name of the library whose times have 64 bits, which is the one that makes the call. */
const LIBRARY = /\/libaio\.so\.1t64$/;

interface Profile {
  readonly defaultErrnoRet?: number;
  readonly syscalls: readonly { readonly names: readonly string[]; readonly action: string }[];
}

/** The profile to give to containers of this image; undefined if Podman's own will do. */
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

/** Undefined if the profile allows the calls, or leaves them to a default that says something else. */
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
