/** Which addresses of a listener nobody reaches from another machine. */

/** Reachable from this machine alone? A name other than `localhost` may lead anywhere. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}
