/** Podman's profile on systems whose libaio it would keep from working. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ImageFile } from "../../bench/types.ts";
import { seccompProfile } from "../../runners/containers/podman/seccomp.ts";
import { temporaryFolder } from "../support.ts";

const refused = { action: "SCMP_ACT_ERRNO", names: ["io_pgetevents", "vmsplice"], errnoRet: 1 };
const allowed = { action: "SCMP_ACT_ALLOW", names: ["io_getevents"] };
const PROFILE = { defaultErrnoRet: 38, syscalls: [refused, allowed] };

function given(profile: object, library = "/usr/lib/x86_64-linux-gnu/libaio.so.1t64") {
  const workFolder = temporaryFolder();
  const file = join(workFolder, "seccomp.json");
  writeFileSync(file, JSON.stringify(profile));
  const files = [{ path: library } as ImageFile];
  const own = seccompProfile({ workFolder }, { files }, [join(workFolder, "gone"), file]);
  return own === undefined ? undefined : JSON.parse(readFileSync(own, "utf8"));
}

it("is the same without the refusal of what Debian 13's libaio asks first", () => {
  expect(given(PROFILE)).toEqual({
    ...PROFILE,
    syscalls: [{ ...refused, names: ["vmsplice"] }, allowed],
  });
});

it("is Podman's own where that will do, or would say nothing else", () => {
  expect(given(PROFILE, "/lib/x86_64-linux-gnu/libaio.so.1")).toBeUndefined();
  expect(given({ ...PROFILE, syscalls: [allowed] })).toBeUndefined();
  expect(given({ syscalls: PROFILE.syscalls })).toBeUndefined();
  expect(seccompProfile({ workFolder: "/gone" }, { files: [] }, [])).toBeUndefined();
});
