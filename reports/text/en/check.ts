/** What a check says of a promise. */
export const check = {
  "check.yes": () => "holds",
  "check.no": () => "does not hold",
  "check.unknown": () => "not known",
};
