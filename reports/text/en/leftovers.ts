/** What runs left behind: what it is, why it is not removed, and what to do about it. */
export const leftovers = {
  "leftovers.process-group": ({ pid }: { pid: number }) => `process group ${pid}`,
  "leftovers.cgroup": ({ name }: { name: string }) => `cgroup ${name}`,
  "leftovers.folder": ({ path }: { path: string }) => `folder ${path}`,
  "leftovers.trace": ({ name }: { name: string }) => `tracing of system calls (${name})`,
  "leftovers.canary": ({ token }: { token: string }) => `canaries of an audit (${token})`,
  "leftovers.docker-container": ({ name }: { name: string }) => `container ${name}`,
  "leftovers.oci-container": ({ runtime, id }: { runtime: string; id: string }) =>
    `${runtime} container ${id}`,
  "leftovers.virtualbox-vm": ({ name }: { name: string }) => `VirtualBox VM ${name}`,
  "leftovers.vmware-vm": ({ vmx }: { vmx: string }) => `VMware VM ${vmx}`,

  "leftovers.not-removed": ({ what, why }: { what: string; why: string }) => `${what}: ${why}`,
  "leftovers.not-deleted": ({ runtime, said }: { runtime: string; said: string }) =>
    `${runtime} delete did not remove it: ${said}`,
  /** Several steps of a clean-up failed. */
  "leftovers.several": ({ problems }: { problems: readonly string[] }) => problems.join("; "),

  /** A file that is not obeyed. The reasons below follow its name. */
  "leftovers.doubt": ({ file, reason }: { file: string; reason: string }) => `${file} ${reason}`,
  "leftovers.of-other-user": ({ uid, own }: { uid: number; own: number }) =>
    `belongs to user ${uid}, not to the one who runs this (${own})`,
  "leftovers.clean-as-owner": () =>
    "run isotax clean as that user; as this one, set HOME or XDG_STATE_HOME to a folder of your own",
  "leftovers.writable-by-others": ({ mode }: { mode: string }) =>
    `may be written by others (mode ${mode})`,
  "leftovers.close-to-others": ({ file }: { file: string }) =>
    `if nobody else has written there: chmod go-w ${file}`,
  "leftovers.remove-link": ({ file }: { file: string }) =>
    `isotax makes no links: remove it (rm ${file})`,
  "leftovers.hard-links": ({ names }: { names: number }) => `has ${names} names (hard links)`,
  "leftovers.remove-hard-link": ({ file }: { file: string }) =>
    `isotax makes none: remove this one (rm ${file})`,
  "leftovers.cannot-read": ({ why }: { why: string }) => `cannot be read: ${why}`,
  "leftovers.make-readable": () => "make it readable for this user, or remove it",
  "leftovers.cannot-open": ({ why }: { why: string }) => `cannot be opened: ${why}`,
  "leftovers.put-own-folder": () => "put a folder of your own there, or set XDG_STATE_HOME to one",

  "leftovers.not-a-ledger": () => "does not begin like a ledger",
  /** The numbers of the first broken lines, and how many more there are. */
  "leftovers.broken-lines": ({ lines, more }: { lines: readonly number[]; more: number }) =>
    `is damaged: line ${lines.join(", ")}${more > 0 ? ` and ${more} more` : ""} cannot be read`,
  "leftovers.set-aside": ({ reason, name }: { reason: string; name: string }) =>
    `${reason}; it was set aside as ${name}`,
  "leftovers.look-yourself": ({ file }: { file: string }) =>
    `its resources are not cleaned up: look for leftovers named isotax-*, then rm -r ${file}`,
  "leftovers.not-set-aside": ({ reason, why }: { reason: string; why: string }) =>
    `${reason}; it could not be set aside: ${why}`,
  "leftovers.too-many-set-aside": () => "there are too many of them",
  "leftovers.remove-file": ({ file }: { file: string }) => `rm -r ${file}`,

  "leftovers.not-obeyed": ({ what, problem }: { what: string; problem: string }) =>
    `names something that is not removed: ${what} ${problem}`,
  "leftovers.clean-with-its-home": ({ file }: { file: string }) =>
    `if a run with another HOME or XDG_CACHE_HOME made it, clean with those; else rm ${file}`,

  /** Why a resource that a ledger names is not removed. These follow what it is. */
  "leftovers.no-name-of-ours": () => "has no name of ours",
  "leftovers.not-below-ours": ({ folders }: { folders: readonly string[] }) =>
    `is not below a folder of ours (${folders.join(", ")})`,
  "leftovers.no-folder": () => "is not a folder",
  "leftovers.others-folder": ({ uid }: { uid: number }) => `belongs to user ${uid}`,
  "leftovers.through-link": ({ real }: { real: string }) =>
    `is reached through a symbolic link, and lies at ${real}`,
  "leftovers.unknown-option": ({ option }: { option: string }) =>
    `has an option that we do not use: ${option}`,
  "leftovers.runtime-not-plain": () => "has a runtime without a plain name",
  "leftovers.program-of-other": ({ file, uid }: { file: string; uid: number }) =>
    `would be removed by ${file}, a program of user ${uid}`,
  "leftovers.program-open-to-all": ({ file }: { file: string }) =>
    `would be removed by ${file}, which anybody may change`,
  "leftovers.other-docker": ({ host }: { host: string }) =>
    `is at ${host}, which is neither a socket of ours nor the one that Docker's client is configured for`,

  "leftovers.state-not-ours": ({ why }: { why: string }) =>
    `the leftovers of a run could not be cleaned up: ${why}`,
  "leftovers.state-vanished": ({ folder }: { folder: string }) =>
    `${folder} was removed while it was made`,
  "leftovers.ledger-not-written": ({ folder, why }: { folder: string; why: string }) =>
    `${folder}: ${why}`,
  "leftovers.no-room-for-line": () => "there is no room for a line",
  "leftovers.other-state": () =>
    "isotax keeps its list of things to clean up there: free some space, or set XDG_STATE_HOME to another folder",
};
