/** Run folders and other files: what is wrong with them. */
export const runs = {};
