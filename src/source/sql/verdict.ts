/** What kind of trouble an error of a driver is. Must not: carry a value of a row in its reason (invariant 10). */

import type { TlsFault } from '../../domain/tls-fault.ts';

/** What an engine makes of an error that its driver threw. */
export type Verdict =
  /** The server refused the login, or has no such database. */
  | { readonly kind: 'login'; readonly reason?: string }
  /** The server itself says that it is not to be had now. */
  | { readonly kind: 'away'; readonly reason?: string }
  /** The server could not carry out a statement; `state` is its own code for why. */
  | { readonly kind: 'query'; readonly state: string; readonly reason?: string }
  /** No TLS that holds, in words of which nobody else would know. */
  | { readonly kind: 'tls'; readonly fault: TlsFault }
  /** Not the server's own word: network, TLS, a time that ran out. */
  | { readonly kind: 'network' };
