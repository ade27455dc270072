/** What commands print besides reports. */
export const terminal = {};
