/** The access log of docker-registry, in the format that web servers share ("combined"). */

const REQUEST = /^\S+ \S+ \S+ \[[^\]]+\] "(?:GET|HEAD) \S+ HTTP\/[\d.]+" \d{3} /;

/** Whether a line tells of a request that was answered. */
export function isRequest(line: string): boolean {
  return REQUEST.test(line);
}
