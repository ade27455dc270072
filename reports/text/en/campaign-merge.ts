/** Shards that make one run, and why folders do not. */

export const campaignMerge = {
  "campaign-merge.refused": ({ reasons }: { reasons: readonly string[] }) =>
    `these folders do not make one run:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`,

  // One folder.
  "campaign-merge.merged-already": ({ folder }: { folder: string }) =>
    `${folder} is a merged run already`,
  "campaign-merge.name-shards": () =>
    "name the folders of the shards, not the run that was merged from them",
  "campaign-merge.no-shard": ({ folder }: { folder: string }) =>
    `${folder} was not made with --shard`,
  "campaign-merge.merge-shards": () =>
    "merge what `isotax run --shard i/n` wrote; other runs are reported each by itself",
  "campaign-merge.free-to-end": ({ folder }: { folder: string }) =>
    `${folder} was free to end early: it chose its number of rounds without the other shards`,
  "campaign-merge.same-rounds": () => "give all shards the same --rounds, and let none end early",
  "campaign-merge.not-complete": ({ folder, status }: { folder: string; status: string }) =>
    `${folder} is not complete: its status is "${status}"`,
  "campaign-merge.go-on": ({ folder }: { folder: string }) =>
    `go on with it first, where it was measured: isotax run --resume ${folder}`,
  "campaign-merge.cells-lost": ({ folder, cells }: { folder: string; cells: number }) =>
    `${folder} says that it is complete, but ${cells} of its cells are not in records.ndjson`,
  "campaign-merge.cells-cut-off": ({ folder, cells }: { folder: string; cells: number }) =>
    `${folder} says that it is complete, but ${cells} of its cells are not in records.ndjson, whose last line is cut off`,
  "campaign-merge.copy-again": () =>
    "copy the folder again from where it was measured: part of it was lost on the way",

  // What differs between folders.
  "campaign-merge.differs": ({ what, each }: { what: string; each: readonly string[] }) =>
    `${what}: ${each.join("; ")}`,
  "campaign-merge.value-in": ({ value, parts }: { value: string; parts: readonly string[] }) =>
    `${value} in ${parts.join(", ")}`,
  "campaign-merge.absent-in": ({ parts }: { parts: readonly string[] }) =>
    `not there in ${parts.join(", ")}`,
  "campaign-merge.shard": ({ shard }: { shard: string }) => `shard ${shard}`,
  "campaign-merge.isotax": () => "isotax",
  "campaign-merge.sources": () => "sources of isotax",
  "campaign-merge.profile": () => "profile",
  "campaign-merge.rounds": () => "rounds",
  "campaign-merge.seed": () => "seed",
  "campaign-merge.memory": () => "memory in MiB",
  "campaign-merge.cpus": () => "number of CPUs",
  "campaign-merge.targets": () => "targets",
  "campaign-merge.shards": () => "number of shards",
  "campaign-merge.workloads": () => "workloads of the plan",
  "campaign-merge.gate": () => "what a gate asks",
  "campaign-merge.image": () => "image",
  "campaign-merge.target-cpus": () => "CPUs of the targets",
  "campaign-merge.harness-cpus": () => "CPUs of the harness",
  "campaign-merge.host-fact": ({ fact }: { fact: string }) => `host: ${fact}`,
  "campaign-merge.target-fact": ({ target, fact }: { target: string; fact: string }) =>
    `${target}: ${fact}`,
  "campaign-merge.measured": () => "measured",
  "campaign-merge.unavailable": () => "unavailable",
  "campaign-merge.image-differs": ({
    difference,
    tools,
  }: {
    difference: string;
    tools: readonly string[];
  }) => `${difference} (other bytes: ${tools.join(", ") || "libraries"})`,
  "campaign-merge.same-isotax": () =>
    "measure all shards with the same isotax: run those again that another one measured",
  "campaign-merge.same-flags": () =>
    "give all shards the same flags; only i differs in --shard i/n",
  "campaign-merge.same-packages": () =>
    "install the same packages on all machines, and run the shards that have another image again",
  "campaign-merge.same-own-image": () =>
    "build your image once, save it to a file, and give each shard that file: --image docker-archive:FILE",
  "campaign-merge.same-machines": () =>
    "samples of different machines cannot be mixed: run all shards on machines of one kind",
  "campaign-merge.same-targets": () =>
    "make it ready on all machines (isotax doctor says how) or leave it out of all shards, and run again those that differ",

  // All shards, each once.
  "campaign-merge.twice": ({ shard, folders }: { shard: string; folders: readonly string[] }) =>
    `shard ${shard} is there twice: ${folders.join(", ")}`,
  "campaign-merge.name-once": () => "name each shard once",
  "campaign-merge.missing": ({ shard }: { shard: string }) => `shard ${shard} is missing`,
  "campaign-merge.name-all": ({ shard }: { shard: string }) =>
    `name the folder of each shard; one that was not measured yet: isotax run --shard ${shard}, with the flags of the others`,
  "campaign-merge.in-several": ({
    workload,
    folders,
  }: {
    workload: string;
    folders: readonly string[];
  }) => `${workload} is in more than one shard: ${folders.join(", ")}`,
  "campaign-merge.in-none": ({ workload }: { workload: string }) =>
    `${workload} is in none of the shards`,
  "campaign-merge.other-division": () => "the shards are of different divisions: run them again",

  // A merged run.
  "campaign-merge.booted": () => "the host was booted anew, or is another one of its kind",
  "campaign-merge.between-shards": ({ differences }: { differences: readonly string[] }) =>
    `between the shards of this run: ${differences.join("; ")}`,
  "campaign-merge.compare-within": () =>
    "one host measured all targets of a workload: compare those; between workloads, trust the overheads more than the absolute figures",
};
