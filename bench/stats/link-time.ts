/**
 * How long a delivery takes over a link, by a model. It has no imports: the page's script uses it,
 * too.
 *
 *     seconds = fixed + max(wire, unpacking) + round trip x (trips + rounds of slow start)
 *
 * Unpacking runs while bytes arrive, so the slower of the two counts. Round trips in which a stream
 * may not yet send as much as the link carries are waited for besides.
 */

/** What lies between servers and client. */
export interface Link {
  /** Mbit/s. */
  readonly mbit: number;
  /** What a round trip takes, in ms. */
  readonly rttMs: number;
}

/** Of one way to deliver one thing. */
export interface LinkModel {
  /** On the wire, towards the client, headers included. */
  readonly bytes: number;
  /** What no link changes: clients that start, files that are renamed. */
  readonly fixedSeconds: number;
  /** How long the client would be busy if all bytes were there at once. */
  readonly unpackSeconds: number;
  /** Round trips that are waited for one after the other: connections, manifests, requests. */
  readonly trips: number;
}

/**
 * What a new stream may send in its first round trip, in bytes: ten segments of 1448 bytes.
 * Source: RFC 6928; segments of an Ethernet of 1500 bytes with TCP's time stamps.
 */
const INITIAL_WINDOW = 14_480;

export function wireSeconds(bytes: number, { mbit }: Link): number {
  return (8 * bytes) / (mbit * 1e6);
}

/**
 * How many round trips a stream of so many bytes loses to slow start. Its window doubles with each
 * round trip, until it fills the link. A round in which it fills a part of it is lost in part: the
 * rest is the time on the wire, which is counted as such.
 */
export function slowStartRounds(bytes: number, { mbit, rttMs }: Link): number {
  const fullWindow = ((mbit * 1e6) / 8) * (rttMs / 1e3);
  let [window, sent, rounds] = [INITIAL_WINDOW, 0, 0];
  while (sent + window < bytes && window < fullWindow) {
    rounds += 1 - window / fullWindow;
    sent += window;
    window *= 2;
  }
  return rounds;
}

export function secondsOver(link: Link, model: LinkModel): number {
  const { bytes, fixedSeconds, unpackSeconds, trips } = model;
  const waited = (link.rttMs / 1e3) * (trips + slowStartRounds(bytes, link));
  return fixedSeconds + Math.max(wireSeconds(bytes, link), unpackSeconds) + waited;
}
