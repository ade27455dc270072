/** Targets: why one cannot run, and facts about them. */
export const targets = {};
