/** The help of the command line, and its options. */
export const help = {};
