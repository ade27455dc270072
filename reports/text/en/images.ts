/** The root filesystem, guests' kernels and disks. */
export const images = {};
