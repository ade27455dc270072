/** Headers of an answer: which version of a service gave it, and which of its processes. */
export const VERSION_HEADER = "x-isotax-version";
export const INSTANCE_HEADER = "x-isotax-instance";
