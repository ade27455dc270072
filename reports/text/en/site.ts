/** A site over many runs: its pages, its feed, its badges, and what its command says. */
export const site = {
  // The command.
  "site.written": ({ folder, runs, hosts, marks }: Written) =>
    `${folder}: ${runs} ${of(runs, "run")} of ${hosts} ${of(hosts, "host")}, ${marks} ${of(marks, "change")} marked`,
  "site.read": ({ read, known }: { read: number; known: number }) =>
    `${read} ${of(read, "run")} read, ${known} known from before`,
  "site.left-out": ({ folder, why }: { folder: string; why: string }) =>
    `left out: ${folder}: ${why}`,
  "site.not-complete": () => "the run is not complete",
  "site.other-run": ({ runId }: { runId: string }) =>
    `another folder holds a run with the same id and other contents: ${runId}`,
  "site.no-runs": () => "no complete run is in these folders",
  "site.name-runs": () => "name run folders, or folders that hold them, such as results",
  "site.not-ours": ({ folder }: { folder: string }) =>
    `${folder} is not empty, and no site of isotax is in it`,
  "site.none-here": ({ folder }: { folder: string }) => `${folder} holds no site of isotax`,
  "site.make-one": ({ folder }: { folder: string }) =>
    `--history takes a site; make one from run folders: isotax site ${folder} --out SITE`,
  "site.make-again": () => "make the site again: isotax site DIR... --out SITE",
  "site.runs-unread": ({ runs }: { runs: number }) =>
    `${runs} ${of(runs, "run")} of the site cannot be read, and ${runs === 1 ? "is" : "are"} missing in the history. Make the site again.`,
  "site.choose-out": () => "choose another --out, or empty the folder",

  // All pages.
  "site.title": () => "What isolation costs, run by run",
  "site.home": () => "All hosts",
  "site.compare": () => "Compare two runs",
  "site.feed": () => "Feed",
  "site.pages": () => "Pages",
  "site.skip": () => "Skip to the contents",
  "site.made-up": () =>
    "The times of this host are made up by the target fake. Nothing was measured.",
  "site.footer": ({ day }: { day: string }) =>
    `Made by isotax from runs up to ${day}. Each figure can be recomputed from the run's folder.`,
  "site.error": (of: { error: string; series: number }) =>
    `A change is marked only if it lasts five runs or more. The chance of one false mark or more, over all ${of.series} series of this site together, is at most ${of.error} if runs scatter at random around their level. A series that wanders breaks this rule.`,

  // Hosts.
  "site.hosts": () => "Hosts",
  "site.hosts-note": () =>
    "Runs of two hosts are never in one line. A host is told by its CPU, cores, architecture, memory and virtualization: an upgrade of its kernel or packages leaves it the same host.",
  "site.host": ({ cpu, cores, memory }: { cpu: string; cores: string; memory: string }) =>
    [cpu, cores === "" ? "" : `cores: ${cores}`, memory].filter((part) => part !== "").join(" · "),
  "site.host-id": ({ id }: { id: string }) => `host ${id}`,
  "site.host-runs": ({ runs, first, last }: { runs: number; first: string; last: string }) =>
    first === last
      ? `${runs} ${of(runs, "run")}, ${first}`
      : `${runs} ${of(runs, "run")}, ${first} to ${last}`,
  "site.mixed": () =>
    "An earlier boot came back among these runs: they are of two machines or more that look the same. Do not trust their trends.",
  "site.badge": () => "Badges",

  // Changes.
  "site.changes": () => "What changed",
  "site.changes-none": () => "No lasting change was found.",
  "site.step": (of: ChangeOf) =>
    `${of.series}: ${of.before} to ${of.after} (${direction(of.worse)}) at once, with run ${of.run} of ${of.day}`,
  "site.creep": (of: ChangeOf & { since: string }) =>
    `${of.series}: ${of.before} to ${of.after} (${direction(of.worse)}), creeping from ${of.since} to ${of.day}`,
  "site.series": ({ workload, metric, target }: SeriesOf) => `${workload} ${metric} on ${target}`,
  "site.emulated-metric": ({ metric }: { metric: string }) => `${metric} (emulated)`,
  "site.emulated-target": ({ target }: { target: string }) => `${target} (emulated)`,
  "site.there": () => "What changed there:",
  "site.there-nothing": () => "Nothing that isotax records changed there.",
  "site.there-item": (of: {
    field: string;
    before: string;
    after: string;
    day: string;
    run: string;
  }) => `${of.field}: ${of.before} -> ${of.after} (run ${of.run}, ${of.day})`,
  "site.there-more": ({ count }: { count: number }) => `and ${count} more`,
  "site.tool": ({ tool }: { tool: string }) => tool,

  // A host's page.
  "site.trends": () => "Trends",
  "site.trends-note": () =>
    "Each workload has a page with a chart for each target. What is drawn is a run's own overhead against native, in the same rounds.",
  "site.trend-of": ({ workload }: { workload: string }) => `${workload}: run by run`,
  "site.claims": ({ run, day }: { run: string; day: string }) =>
    `What people say, and what the newest run shows (${run}, ${day})`,
  "site.claims-none": () => "The newest run decides no claim.",
  "site.runs": () => "Runs",
  "site.against-before": () => "compare with the one before",
  "site.facts": () => "The host at its newest run",

  // Heads of tables.
  "site.head-workload": () => "Workload",
  "site.head-series": () => "Series",
  "site.head-changes": () => "Changes",
  "site.head-run": () => "Run",
  "site.head-day": () => "Day",
  "site.head-level": () => "Level",
  "site.head-band": () => "Its band",
  "site.head-since": () => "Since",
  "site.head-runs": () => "Runs",
  "site.head-isotax": () => "isotax",
  "site.head-kernel": () => "Kernel",
  "site.head-rounds": () => "Rounds",
  "site.head-compare": () => "Compare",
  "site.head-fact": () => "What",
  "site.head-value": () => "Value",
  "site.head-interval": () => "Interval",

  // A trend.
  "site.followed-slowdown": () => "times worse than native (1 is the same)",
  "site.followed-difference": () => "more than native",
  "site.followed-exact": () => "the size itself",
  "site.followed-own": () => "native itself: shown, not judged",
  "site.size": ({ size }: { size: string }) => `size ${size}`,
  "site.axis": ({ first, last, runs }: { first: string; last: string; runs: number }) =>
    runs === 1 ? `1 run, ${first}` : `${runs} runs, from ${first} to ${last}`,
  "site.newest": (of: { value: string; interval: string; usual: string; band: string }) =>
    `newest ${of.value}${of.interval === "" ? "" : ` ${of.interval}`}; usual ${of.usual}${of.band === "" ? "" : `, 19 of 20 runs within ${of.band}`}`,
  "site.described": (of: {
    series: string;
    what: string;
    axis: string;
    newest: string;
    changes: string[];
  }) =>
    `${of.series}, ${of.what}. ${of.axis}; ${of.newest}. ${of.changes.length === 0 ? "No lasting change." : `${of.changes.join(". ")}.`}`,
  "site.legend": () =>
    "Dots are runs, evenly spaced; upright lines are the intervals of their medians. The shade is the band of 19 of 20 runs around the level, from the runs' own scatter. A dashed upright line is a step, a framed part a creep.",
  "site.levels": () => "Levels as a table",
  "site.all-runs": () => "All runs as a table",
  "site.emulated-note": () =>
    "Emulated (TCG): these figures say nothing about hardware virtualization. They have charts of their own.",

  // The page that compares.
  "site.compare-note": () =>
    "Medians of two runs, side by side. This is a description and no verdict: for a verdict, use isotax compare A B.",
  "site.compare-hosts": () =>
    "These runs are of different hosts. Nothing in this table says that one side became better or worse.",
  "site.compare-sizes": () =>
    "Figures of a workload whose version or size differs are left out: they are other work.",
  "site.compare-before": () => "First run",
  "site.compare-after": () => "Second run",
  "site.compare-differs": () => "What differs between both runs",
  "site.compare-same": () => "Nothing that isotax records differs.",
  "site.compare-figures": () => "Figures",
  "site.compare-overhead": () => "overhead against native",
  "site.compare-none": () => "The runs have no figure in common.",
  "site.compare-choose": () => "Choose two runs.",
  "site.compare-missing": () => "The data of this run could not be loaded.",
  "site.compare-change": () => "Change",
  "site.compare-script": () => "This page needs its script, which loads the data of both runs.",
  "site.compare-filter": () => "Filter lines",

  // The feed.
  "site.feed-title": () => "isotax: runs and lasting changes",
  "site.feed-run": ({ run, cpu }: { run: string; cpu: string }) => `Run ${run} on ${cpu}`,
  "site.feed-run-about": (of: {
    targets: number;
    rounds: number;
    profile: string;
    isotax: string;
  }) =>
    `${of.targets} ${of.targets === 1 ? "target" : "targets"}, ${of.rounds} rounds, profile ${of.profile}, isotax ${of.isotax}`,

  // A badge.
  "site.badge-start": ({ target }: { target: string }) => `${target} start`,
  "site.badge-emulated": ({ figure }: { figure: string }) => `${figure} (emulated)`,
  "site.badge-made-up": ({ figure }: { figure: string }) => `${figure} (made up)`,
};

interface Written {
  readonly folder: string;
  readonly runs: number;
  readonly hosts: number;
  readonly marks: number;
}

interface SeriesOf {
  readonly workload: string;
  readonly metric: string;
  readonly target: string;
}

interface ChangeOf {
  readonly series: string;
  readonly before: string;
  readonly after: string;
  /** `worse`, `better`, or `other` where the metric has no better. */
  readonly worse: string;
  readonly run: string;
  readonly day: string;
}

const DIRECTIONS: Readonly<Record<string, string>> = { worse: "worse", better: "better" };

function direction(worse: string): string {
  return DIRECTIONS[worse] ?? "changed";
}

function of(count: number, one: string): string {
  return count === 1 ? one : `${one}s`;
}
