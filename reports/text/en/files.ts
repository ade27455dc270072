/** Files and folders: what could not be done with them, why, and which others could be used. */

const KINDS = {
  folder: "a folder",
  link: "a symbolic link",
  fifo: "a FIFO",
  socket: "a socket",
  file: "a file",
  device: "a device",
};

const MIB = 2 ** 20;

export const files = {
  "files.not-made": ({ path, why }: { path: string; why: string }) =>
    `${path} cannot be made: ${why}`,
  "files.not-written": ({ path, why }: { path: string; why: string }) =>
    `${path} cannot be written: ${why}`,
  "files.not-opened": ({ path, why }: { path: string; why: string }) =>
    `${path} cannot be opened: ${why}`,
  "files.not-read": ({ path, why }: { path: string; why: string }) =>
    `${path} cannot be read: ${why}`,
  "files.not-removed": ({ path, why }: { path: string; why: string }) =>
    `${path} cannot be removed: ${why}`,
  "files.not-started": ({ path, why }: { path: string; why: string }) =>
    `${path} cannot be started: ${why}`,
  /** A reason, with the words of the tool that failed for it. */
  "files.why-as-said": ({ why, said }: { why: string; said: string }) => `${why} (${said})`,

  "files.no-space": () => "no space is left there",
  "files.quota-used-up": () => "your quota there is used up",
  "files.read-only": () => "the filesystem is read-only",
  "files.no-permission": () => "you lack the permission",
  "files.not-allowed": () => "it is not allowed",
  "files.path-incomplete": () => "a part of the path is not there, and nothing can be made there",
  "files.file-in-path": () => "a part of the path is a file",
  "files.is-folder": () => "a folder has that name",
  "files.is-no-folder": () => "there is something of that name, and it is no folder",
  "files.folder-not-empty": () => "a folder has that name, and is not empty",
  "files.link-loop": () => "its links form a loop, or it is a link itself",
  "files.name-too-long": () => "the name is too long",
  "files.not-accepted": () => "the filesystem does not take that",
  "files.not-supported": () => "the filesystem cannot do that",
  "files.other-filesystem": () => "a part of it lies on another filesystem",
  "files.arguments-too-long": () => "its arguments are too long",
  "files.no-more-processes": () => "no more processes are allowed",
  "files.folder-full": () => "the folder above it is full",
  "files.in-use": () => "it is in use",
  "files.being-executed": () => "it is being executed",
  "files.device-error": () => "the device reports an error",
  "files.no-device": () => "there is no device behind it",
  "files.lost-by-server": () => "its server has lost it",
  "files.too-large": () => "it would exceed the largest allowed file size",
  "files.too-many-open": () => "this process has too many files open",
  "files.too-many-open-here": () => "this machine has too many files open",
  "files.no-memory": () => "no memory is left",

  "files.first-or": ({ first, otherwise }: { first: string; otherwise: string }) =>
    `${first}, or ${otherwise}`,
  "files.free-space": () => "free some space",
  "files.free-memory": () => "free some memory",
  "files.change-permissions": () => "change its permissions",
  "files.shorter-name": () => "choose a shorter name",
  "files.raise-processes": () => "raise the limit (ulimit -u)",
  "files.raise-size": () => "raise the limit (ulimit -f)",
  "files.raise-open": () => "raise the limit (ulimit -n)",
  "files.raise-open-here": () => "raise the limit (sysctl fs.file-max)",
  "files.see-kernel-log": () => "see what the kernel says (dmesg)",

  "files.other-out": () => "choose another --out",
  "files.other-name": () => "name another one",
  "files.remove-by-hand": () => "remove it by hand",
  "files.install-it": () => "see that it is installed and may be executed",
  "files.other-cache": () => "let XDG_CACHE_HOME name another folder",
  "files.other-state": () => "let XDG_STATE_HOME name another folder",
  "files.other-temporary": () => "let TMPDIR name another folder",
  "files.other-var-tmp": () => "mount another /var/tmp",
  "files.other-cgroups": () => "run where control groups may be made",

  "files.no-home": () =>
    "there is no home folder: HOME is not set to an absolute path, and the password file has none",
  "files.set-home": ({ variable }: { variable: string }) =>
    `set HOME, or let ${variable} name a folder that you may write to`,

  /** These follow the name of a file. */
  "files.is-too-large": ({ bytes, mostBytes }: { bytes: number; mostBytes: number }) =>
    `has ${Math.ceil(bytes / MIB)} MiB, and ${Math.floor(mostBytes / MIB)} MiB at most are read`,
  "files.is-kind": ({ kind }: { kind: keyof typeof KINDS }) => `is ${KINDS[kind]}`,
  "files.is-not-regular": ({ kind }: { kind: keyof typeof KINDS }) =>
    `is ${KINDS[kind]}, no regular file`,
  "files.is-not-utf8": () => "is not UTF-8",
  "files.has-proto-key": () => 'has the key "__proto__"',
};
