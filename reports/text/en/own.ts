/** The user's own workloads: how they are defined, and what goes wrong with them. */

const MIB = 2 ** 20;

export const own = {
  // Their definition.
  "own.control-characters": () => "expected text without line ends and control characters",
  "own.bad-id": () =>
    'expected a letter, then letters, digits, ".", "_" and "-", at most 64 together',
  "own.command-is-text": () =>
    'expected a list of words, such as ["gzip", "-k", "data"]; for a shell write ["sh", "-c", "..."]',
  "own.no-first-word": () =>
    "the first word must be a program: a name in the PATH, or a path from the folder of the configuration",
  "own.one-group": ({ groups }: { groups: number }) =>
    `expected one group, which captures the value, and found ${groups}; write (?:...) for the others`,
  "own.bad-regex": ({ why }: { why: string }) => `not a regular expression: ${why}`,
  "own.bad-json-path": () =>
    "expected $, then names, indices and *, such as $.runs[*].ms; filters are not supported",
  "own.regex-or-jsonpath": () => "expected either regex or jsonpath",
  "own.metric-twice": ({ taken }: { taken: readonly string[] }) =>
    `each metric needs an id of its own, and none of ${taken.join(", ")}`,
  "own.bad-path": () =>
    "a path must stay in its folder; an absolute one keeps its place, or has a relative `to`",
  "own.client-ids": () => "several clients need an id each",
  "own.command-or-server": () => "expected either `command` or `server`",
  "own.server-needs-clients": () => "a server needs clients, which ask it",
  "own.metrics-of-clients": () => "the metrics of a server are those of its clients",
  "own.server-needs-address": () =>
    "the server must listen at {port}, of {address} or of all addresses: a word must have {port}",
  "own.only-of-servers": () => "only a workload with `server` has this",
  "own.no-address": ({ place }: { place: string }) =>
    `${place} is only there for a workload with \`server\``,
  "own.id-taken": ({ file, id }: { file: string; id: string }) =>
    `${file}: workloads: the id "${id}" is taken by another workload, a family or a word`,
  "own.other-id": ({ id }: { id: string }) => `choose another id, such as "${id}"`,

  // The run that it was measured in.
  "own.not-defined": ({ workload }: { workload: string }) =>
    `the run has the workload ${workload}, which is not defined here`,
  "own.define-it": () =>
    "its commands are not in the run folder: start this where its isotax.config is, or name that with --config",
  "own.defined-otherwise": ({ workload }: { workload: string }) =>
    `${workload} is now defined in another way than when the run began`,
  "own.define-as-before": () =>
    "define it as before, or start a new run: figures of different work must not stand together",

  // What it brings into the image.
  "own.no-program": ({ program }: { program: string }) => `${program} not found on this host`,
  "own.is-script": ({ file }: { file: string }) =>
    `${file} is a script; only programs can be copied with what they need`,
  "own.install-program": () =>
    "install the program, or name another one; for a script name its interpreter first, and list the script in files",
  "own.bad-files": (of: { workload: string; file: string; problem: string }) =>
    `${of.workload}: files: ${of.file}: ${of.problem}`,
  "own.correct-files": () => "correct the files of this workload in the configuration",
  "own.link-outside": () =>
    "a symbolic link that leads to nothing that is listed; list what it leads to, or copy that here",
  "own.not-inside": () => "another file system is there inside; give it a relative `to`",
  "own.place-taken": ({ to, other }: { to: string; other: string }) =>
    `its place, ${to}, is already that of ${other}`,
  "own.too-much": ({ mostFiles, mostBytes }: { mostFiles: number; mostBytes: number }) =>
    `all files together may be ${mostFiles} and have ${mostBytes / MIB} MiB at most`,

  // What its program prints.
  "own.no-match": ({ metric, sought, why }: { metric: string; sought: string; why: string }) =>
    `metric ${metric}: ${why} (${sought})`,
  "own.not-found": () => "the output has no value for it",
  "own.no-number": ({ found }: { found: string }) =>
    `expected a number of 0 or more, found ${JSON.stringify(found)}`,
  "own.no-json": ({ why }: { why: string }) => `the output is not one JSON document: ${why}`,
  "own.too-slow": ({ mostMs }: { mostMs: number }) =>
    `the pattern was not done after ${mostMs / 1000} s; simplify it`,
  "own.correct-pattern": () =>
    "see below what the program printed, and correct regex or jsonpath in the configuration",
};
