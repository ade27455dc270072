/** The host: its kernel, its tools, left-overs of runs. */
export const host = {};
