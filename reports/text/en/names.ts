/** Names that a user wrote, and the names that they may stand for. */
export const names = {
  "names.run-has-no-target": (of: { run: string; name: string; suggestion: string }) =>
    `the run ${of.run} has no target "${of.name}"${of.suggestion}`,
  /** It follows what is said about the unknown name. */
  "names.did-you-mean": ({ name }: { name: string }) => `; did you mean "${name}"?`,
};
