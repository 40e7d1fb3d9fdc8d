/** When certificates end. Must not: read files; nothing of a certificate but its end is told. */
import { X509Certificate } from 'node:crypto';

const ONE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The earliest end among the certificates of a PEM text, `null` where it has none. Throws at one that is none. */
export function certificateEnd(pem: string): Date | null {
  const ends = (pem.match(ONE) ?? []).map((one) => new Date(new X509Certificate(one).validTo));
  return ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
}
