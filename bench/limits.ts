/** The fact by which a target says that nothing limits the memory of its instances. */
export const MEMORY_LIMIT = "memory limit";
export const NO_LIMIT = "none";
