/**
 * What certificate files are worth before the first handshake.
 * Guarantees: a file that is none, and a key of another certificate, are told in words.
 * Must not: read files, nor tell anything of a key.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { certificateEnd } from './certificate-end.ts';

/** When the earliest certificate of a PEM text ends. Throws in words where it holds none. */
export function endOf(pem: string): Date {
  const end = certificateEnd(pem);
  if (end === null) throw new Error('no PEM certificate in it');
  return end;
}

/** Does `keyPem` belong to the first certificate of `certPem`? Throws where either cannot be read. */
export function keyFits(certPem: string, keyPem: string): boolean {
  return new X509Certificate(certPem).checkPrivateKey(createPrivateKey(keyPem));
}
