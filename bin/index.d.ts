/**
 * What `isotax.config.ts` may hold. It stands here by itself, so that an editor or a compiler needs
 * nothing else of isotax. A test compares it with what is read (scripts/config.ts).
 */

/** A share: 0.05 or "5%". */
export type Share = number | string;

export type Profile = "smoke" | "quick" | "standard" | "thorough";

/** The unit that a program prints. */
export type Unit =
  | "ns"
  | "us"
  | "µs"
  | "ms"
  | "s"
  | "B"
  | "kB"
  | "MB"
  | "GB"
  | "KiB"
  | "MiB"
  | "GiB"
  | "B/s"
  | "kB/s"
  | "MB/s"
  | "GB/s"
  | "KiB/s"
  | "MiB/s"
  | "GiB/s"
  | "bit/s"
  | "kbit/s"
  | "Mbit/s"
  | "Gbit/s"
  | "bytes"
  | "bytes/s"
  | "ops/s"
  | "1/s"
  | "count"
  | "ratio";

export interface Metric {
  id: string;
  unit: Unit;
  better: "lower" | "higher" | "neither";
  /** A regular expression with one group, the value. Either this or `jsonpath`. */
  regex?: string | undefined;
  /** Names, indices and * of a JSONPath, such as $.runs[*].ms. */
  jsonpath?: string | undefined;
}

export interface Client {
  /** Needed if there are several clients. */
  id?: string | undefined;
  /** Runs outside. */
  command: string[];
  metrics?: Metric[] | undefined;
}

/**
 * A workload of your own: either a `command`, or a `server` with `clients`. A command is a list of
 * words. {scratch}, {files}, {address} and {port} are replaced in it.
 */
export interface Workload {
  id: string;
  title?: string | undefined;
  /** Runs inside, and is measured. */
  command?: string[] | undefined;
  metrics?: Metric[] | undefined;
  /** Runs inside, and listens at {port}. */
  server?: string[] | undefined;
  /** How to ask whether the server answers; "tcp" by default. */
  ready?: "http" | "postgresql" | "redis" | "tcp" | undefined;
  clients?: Client[] | undefined;
  /** Runs before, and is not measured. */
  warmup?: string[] | undefined;
  /** More programs that are needed inside. */
  programs?: string[] | undefined;
  /** Files and folders that are needed inside. */
  files?: (string | { from: string; to?: string | undefined })[] | undefined;
  /** MiB of {scratch}. */
  scratch?: number | undefined;
  /** About how long it takes natively. */
  seconds?: number | undefined;
}

export type Margin =
  | Share
  | { relative?: Share | undefined; absolute?: number | string | undefined }
  | "ignore";

/** What `isotax gate` asks. */
export interface Gate {
  /** A target, such as oci:./base/crun. */
  base?: string | undefined;
  head?: string | undefined;
  /** Folder of a run to compare with. */
  baseline?: string | undefined;
  /** Folder that holds the folders of earlier runs. */
  history?: string | undefined;
  /** Folder of a run that later runs must not drift away from. */
  anchor?: string | undefined;
  /** Runs of the history from which on what got worse is accepted. */
  accept?: string[] | undefined;
  workloads?: string[] | undefined;
  profile?: Profile | undefined;
  /** At most. */
  rounds?: number | undefined;
  /** A time, such as "10m". */
  budget?: string | undefined;
  /** How much worse is allowed. */
  margin?: Share | undefined;
  /** By "workload/metric", in which * stands for anything; the last match counts. */
  margins?: Record<string, Margin> | undefined;
  inconclusive?: "pass" | "fail" | undefined;
}

export type Language = "en" | "ko";

export interface Config {
  $schema?: string | undefined;
  profile?: Profile | undefined;
  /** Ids, or words for several. */
  targets?: string[] | undefined;
  /** Ids, families or words; or workloads of your own. */
  workloads?: (string | Workload)[] | undefined;
  rounds?: number | undefined;
  precision?: Share | undefined;
  /** A time, such as "10m". */
  budget?: string | undefined;
  cpus?: number | undefined;
  /** MiB. */
  memory?: number | undefined;
  /** Your own image: a folder, an OCI layout or archive, a Dockerfile, or an engine's image. */
  image?: string | { from: string } | undefined;
  gate?: Gate | undefined;
  /** Language of what is said and written; several: a page in each. */
  lang?: Language | Language[] | undefined;
}

/** Returns the configuration as it is. It is there for its type. */
export function defineConfig(config: Config): Config;
