/** Verdicts, their reasons, and doubts about figures. */
export const verdicts = {};
