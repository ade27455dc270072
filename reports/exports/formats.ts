/**
 * The names of the formats. Help and completion list them, so this loads none of what writes them.
 */
export const EXPORT_FORMATS = [
  "hyperfine",
  "github-action-benchmark-smaller",
  "github-action-benchmark-bigger",
  "bencher",
  "openmetrics",
  "grafana",
  "csv",
] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
