/** `isotax init`: the first configuration, and what comes next. */
export const init = {
  "init.exists": ({ file }: { file: string }) => `${file} exists already`,
  "init.change-it": () => "change that file, or move it away first",
  "init.written": ({ file, ignored }: { file: string; ignored: boolean }) =>
    [
      `${file} is written. It runs as it is.`,
      ...(ignored ? ["/results/ is added to .gitignore: runs are written there."] : []),
      "Next:",
      "  npx isotax doctor    what is ready on this machine, and what the rest lacks",
      "  npx isotax run       measure, and open the report",
      "  docs/own-app.md of the package has a complete example, with a gate in CI",
      "",
    ].join("\n"),

  // Comments of the configuration.
  "init.about-config": () =>
    "What `isotax run` measures here. Flags take precedence. `isotax run --help` lists them.",
  "init.about-targets": () =>
    "Where: ids or words of targets. `isotax doctor` says which are ready.",
  "init.about-catalogue": () =>
    "A workload of the catalogue: a start until the first byte. Also ids, families, or all.",
  "init.about-command": () =>
    "One of your own: a command that runs inside. Its first word is a program of this host.\nList more `programs` and `files` that it needs; {files} is their folder, {scratch} room to write.",
  "init.about-metrics": () =>
    "How long it takes is always measured. These are found in its output, in the unit that it prints.",
  "init.about-server": () => "A server inside, and a client outside that asks it:",
  "init.about-gate": () => "Has a runtime become slower for it? `isotax gate` answers:",
};
