/** How a campaign goes, and what it cannot do. */
export const campaign = {};
