/** The report of a gate. */
export const gate = {};
