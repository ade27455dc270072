/** `isotax explain`: errors about commands, configurations and run folders. */
export const explainUsage = {
  // Words.
  "explain-usage.usage": () => "A script does not know an option. Its --help lists all of them.",
  "explain-usage.unknown-code": () =>
    "No warning, error or verdict has this code. `isotax explain` lists all of them.",
  "explain-usage.unknown-target": () =>
    "No target has this name, or the run has none. `isotax doctor` lists targets; docs/targets.md says what each adds.",
  "explain-usage.unknown-workload": () =>
    "No workload has this name, or the run has none. docs/workloads.md lists them.",
  "explain-usage.unknown-format": () =>
    "No export has this name. `isotax export --help` lists the formats.",
  "explain-usage.no-browser": () =>
    "PNG pictures are drawn by Chromium, and none was found. SVG needs none, and report.html saves PNG by itself.",
  "explain-usage.no-target": () => "--targets names none. Name at least one, or leave it out.",
  "explain-usage.no-workload": () => "--workloads names none. Name at least one, or leave it out.",
  "explain-usage.no-claim": () => "--claims names none. Name at least one, such as C3.",
  "explain-usage.unknown-claim": () => "No claim has this id. docs/claims.md lists them.",
  "explain-usage.claims-conflict": () =>
    "--claims chooses its own workloads. Give --claims or --workloads, not both.",
  "explain-usage.unknown-language": () =>
    "isotax does not speak this language. `isotax --help` lists those that it speaks.",
  "explain-usage.nothing-to-limit": () =>
    "--most is for workloads that fill the host with instances. Measure scale.density, or leave it out.",
  "explain-usage.no-precision": () =>
    "No interval is as narrow as 0%. Ask for a precision that rounds can reach, such as 2%.",
  "explain-usage.shard-conflict": () =>
    "A shard needs a known number of rounds. Give all shards the same --rounds, without --precision and --budget.",
  "explain-usage.too-many-shards": () =>
    "There are more shards than workloads, so some would have nothing to do. Use fewer.",
  "explain-usage.too-many": () => "compare takes two runs, or one run and two of its targets.",
  "explain-usage.nothing-to-compare": () =>
    "Only one side was named. Name a second run, or two targets of this one.",
  "explain-usage.bad-script": () =>
    "The script of a fake target has a part that is not known. docs/rehearse-a-gate.md lists the parts.",
  "explain-usage.bad-name": () =>
    "A new target or workload needs a short name of lower-case letters, digits and hyphens.",
  "explain-usage.name-taken": () =>
    "A target or workload of this name exists already. Choose another name.",
  "explain-usage.not-linux": () =>
    "isotax measures Linux. Use a Linux machine, or a Linux VM on this one.",
  "explain-usage.aborted": () => "The command was interrupted. A run goes on with --resume.",
  "explain-usage.locked": () =>
    "Another isotax measures on this machine, and two would measure each other. Wait until it ends.",

  "explain-usage.config-exists": () =>
    "This folder has a configuration already, and init overwrites nothing. Change it, or move it away.",
  "explain-usage.bad-files": () =>
    "A file that an own workload lists is absent, no regular file, not readable, or too large. The message names it.",

  // Gates.
  "explain-usage.no-sides": () =>
    "A gate compares two sides. Name two targets, or --baseline, --history or --run.",
  "explain-usage.one-side": () =>
    "A gate compares two sides, and one was named. Name the other too.",
  "explain-usage.two-gates": () =>
    "A gate compares in one way at a time. Choose one of the ways; the others are gates of their own.",
  "explain-usage.idle-flag": () =>
    "An option would have no effect on this kind of gate. Leave it out.",
  "explain-usage.no-history": () =>
    "There is no folder with earlier runs, or none of them fits. Name it with --history.",
  "explain-usage.not-a-gate": () =>
    "The run was not made by a gate, so it does not say which side is which. Compare two of its targets with `isotax compare`.",
  "explain-usage.nothing-gated": () =>
    "None of these workloads has a metric that a gate judges. Choose others, or give a metric a margin in the configuration.",
  "explain-usage.no-native": () =>
    "Runs are compared by their ratio to native, so both need native. Measure with it.",
  "explain-usage.cannot-compare": () =>
    "The runs differ in something that changes figures, such as the host, the image or the sizes. Measure both under the same conditions.",
  "explain-usage.too-few-rounds": () =>
    "With so few rounds, no data could decide. Ask for more --rounds or a larger --profile.",
  "explain-usage.too-little-time": () =>
    "The --budget ends before the fewest rounds that can decide. Give it more time, or fewer workloads.",
  "explain-usage.not-measured": () =>
    "The gate's self-test needs a target that can be measured here. See what failed, or choose another target.",
  "explain-usage.no-config": () => "The file that --config names does not exist. Correct the path.",
  "explain-usage.bad-config": () =>
    "The configuration has a mistake: a key, a value or a metric that is not known. docs/gate.md lists the keys.",

  // Run folders.
  "explain-usage.no-run": () =>
    "There is no run in results/. Measure one with `isotax run`, or name a folder.",
  "explain-usage.no-runs": () =>
    "None of the named folders holds a complete run. Name run folders, or the folder in which they lie.",
  "explain-usage.site-not-ours": () =>
    "The folder holds something that is no site of isotax, and a site would overwrite it. Choose another --out.",
  "explain-usage.no-site": () =>
    "--history takes a folder that `isotax site` made, since a site keeps what a page needs of each run. Make one with `isotax site DIR... --out SITE`, where DIR holds run folders.",
  "explain-usage.no-report": () =>
    "The run folder has no report.html. `isotax report DIR` makes it from the samples.",
  "explain-usage.no-folder": () =>
    "The folder cannot be looked into. Name the one in which the run folders lie.",
  "explain-usage.not-a-run": () =>
    "The folder has no run.json, so it is no run folder. `isotax list` shows those that there are.",
  "explain-usage.run-exists": () =>
    "The folder holds a run already, and isotax overwrites none. Choose another --out, or go on with --resume.",
  "explain-usage.out-not-empty": () =>
    "The folder holds something that is not a run. Choose another --out.",
  "explain-usage.other-schema": () =>
    "Another version of isotax wrote the folder. Use that version.",
  "explain-usage.broken-run": () =>
    "run.json was changed or damaged. isotax leaves it as it is: restore it, or measure again.",
  "explain-usage.broken-record": () =>
    "A line of records.ndjson was changed or damaged. isotax leaves it as it is: restore it, or measure again.",
  "explain-usage.truncated-run": () =>
    "A record of the run is cut off or lost: it was copied in part, or killed. Copy it again, or measure anew.",
  "explain-usage.incomplete-run": () =>
    "The run was interrupted, and a comparison needs a whole one. Complete it with `isotax run --resume DIR`.",
  "explain-usage.cannot-merge": () =>
    "The folders are not all the shards of one plan: one is missing, there twice, or of another plan.",

  // Going on with a run.
  "explain-usage.nothing-to-resume": () =>
    "No run in results/ was interrupted. Name the folder: --resume DIR.",
  "explain-usage.already-complete": () => "The run is complete. Start a new one.",
  "explain-usage.resume-conflict": () =>
    "--resume goes on with the plan in the folder, and an option would change it. Leave the option out.",
  "explain-usage.not-planned": () =>
    "--targets names a target that is not part of the run. With --resume it only confirms the run's own.",
  "explain-usage.not-confirmed": () =>
    "The run's file names programs that would be executed. If you want that, name them with --targets.",
  "explain-usage.plan-changed": () =>
    "The plan in run.json is not the one that it was written with. Restore the file, or start a new run.",
  "explain-usage.workload-changed": () =>
    "This isotax has another version of the workload than the run. Go on with the isotax that began it.",
  "explain-usage.isotax-changed": () =>
    "Another version of isotax began the run, and the two may measure differently. Go on with that version.",
  "explain-usage.machine-changed": () =>
    "The machine differs from the one that the run began on. Put it back as it was, or start a new run.",
  "explain-usage.image-changed": () =>
    "The root filesystem differs from the run's. Go on with the same packages, or start a new run.",
  "explain-usage.cpus-changed": () =>
    "The run's CPUs may not be used any more. Allow them again, or start a new run.",
  "explain-usage.run-is-linked": () =>
    "A file of the run is a symbolic link, and resuming would write to what it points to. Copy the folder with `cp -rL`.",

  // An image of the user's.
  "explain-usage.bad-image-reference": () =>
    "--image, or the key `image`, does not name an image. docs/own-image.md shows the forms.",
  "explain-usage.image-not-named": () =>
    "The run measured an image of the user's. A run folder does not say where it is, so name it again with --image.",
  "explain-usage.image-not-planned": () =>
    "The run measured the image that isotax builds. Leave --image out, or begin a new run.",
  "explain-usage.image-unused": () =>
    "Made-up targets run nothing, so an image has no effect on them. Leave --image out.",
};
