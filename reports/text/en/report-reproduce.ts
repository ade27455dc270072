/** How to measure the same again, and how to name a run. */

export const reportReproduce = {
  "report-reproduce.title": () => "Reproduce and cite",
  "report-reproduce.command": () => "The same run again",
  "report-reproduce.run": (of: {
    profile: string;
    rounds: number;
    seed: number;
    cpus: number;
    memoryMiB: number;
    targets: string[];
    workloads: string[];
  }) =>
    `isotax run --profile ${of.profile} --rounds ${of.rounds} --seed ${of.seed} --cpus ${of.cpus} ` +
    `--memory ${of.memoryMiB} --targets ${of.targets.join(",")} --workloads ${of.workloads.join(",")}`,
  "report-reproduce.same-order": () =>
    "The seed gives the same order of cells. The times differ, as the host's state does.",
  "report-reproduce.id": () => "run",
  "report-reproduce.made": () => "began",
  "report-reproduce.version": () => "isotax",
  "report-reproduce.code": () => "hash of the code that measured",
  "report-reproduce.plan": () => "hash of the plan",
  "report-reproduce.image": () => "hash of the image",
  "report-reproduce.seed": () => "seed",
  "report-reproduce.versions": () =>
    "Versions of the kernel and of each tool are in Environment, with the hash of each file.",
  "report-reproduce.cite": () => "Cite this",
  "report-reproduce.citation": (of: {
    run: string;
    isotax: string;
    code: string;
    image: string;
    day: string;
  }) =>
    `isotax ${of.isotax}, run ${of.run}${of.day === "" ? "" : `, ${of.day}`}` +
    `${of.code === "" ? "" : ` (code ${of.code}, image ${of.image})`}.`,
  "report-reproduce.where": () =>
    "Add where this report and its records can be found. CITATION.cff names the program.",
};
