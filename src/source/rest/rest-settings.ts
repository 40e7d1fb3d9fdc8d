/** What a REST source is told from outside. Must not: read the environment or files; contents come in. */

/** How we prove who we are; what is `null` is not sent. */
export interface RestCredentials {
  readonly token: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly apiKey: string | null;
}

/** Settings of one source (`SOURCE_…`, or `SOURCE_<NAME>_…`). */
export interface RestSourceSettings {
  /** `http://` or `https://`, without user and password. */
  readonly url: string;
  readonly credentials: RestCredentials;
  /** PEM texts (contents, not paths). */
  readonly ca: string | null;
  readonly clientCert?: string | null;
  readonly clientKey?: string | null;
  /** Dossiers a page, where the service can be asked for that. */
  readonly pageSize: number;
  /** Milliseconds for one answer, from connecting to the last byte; default one minute. */
  readonly timeoutMs?: number;
  /** Of one answer, unpacked; default 64 MiB. */
  readonly maxBytes?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}
