/**
 * Which fault of TLS an error of the network is.
 * Guarantees: pure; told by the words of Node.js, OpenSSL and the drivers; what is no fault of TLS is `null`.
 * Must not: be taken for word that nothing was sent. Most faults are found while a connection is made, but some of the
 * same words come later, too: a server that falls back to plain text in the middle, an alert after the whole call.
 */

/** DB-TLS-001 their certificate, -002 ours, -003 no TLS in common. */
export type TlsFault = 'DB-TLS-001' | 'DB-TLS-002' | 'DB-TLS-003';

/** Codes of OpenSSL's verification, as Node.js hands them on. */
const NOT_TRUSTED =
  /\b(CERT_[A-Z_]+|CRL_[A-Z_]+|UNABLE_TO_[A-Z_]+|SELF_SIGNED_[A-Z_]+|DEPTH_ZERO_[A-Z_]+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_[A-Z_]+)\b/;
/** The alerts by which a server refuses a client's certificate, or the lack of one (RFC 8446, section 6.2). */
const CERTIFICATE_REFUSED =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REQUIRED|EXPIRED|REVOKED|UNKNOWN)|UNKNOWN_CA)\b/;
/** The server's last word (an alert) about our certificate or the lack of one; or OpenSSL's about ours and its key. */
const OURS_REFUSED =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_[A-Z_]+|UNKNOWN_CA|ACCESS_DENIED)|\bERR_OSSL_/;
const NOTHING_IN_COMMON =
  /SSL_UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|WRONG_VERSION_NUMBER|ALERT_HANDSHAKE_FAILURE|NO_SHARED_CIPHER|PACKET_LENGTH_TOO_LONG|ALERT_INTERNAL_ERROR|NO_PROTOCOLS_AVAILABLE|DOES_NOT_SUPPORT_SSL|ESTABLISHING_AN_SSL_CONNECTION/;

/** Some alerts come in OpenSSL's words alone ("alert protocol version"), others as a code. */
const asCode = (text: string): string => text.toUpperCase().replaceAll(' ', '_');

/** Does a server say in an error's code or text that it does not take our certificate, or misses one? */
export function refusesOurCertificate(text: string): boolean {
  return CERTIFICATE_REFUSED.test(asCode(text));
}

/** Of an error's code or text; `null` = no fault of TLS. */
export function tlsFaultOf(text: string): TlsFault | null {
  const words = asCode(text);
  if (OURS_REFUSED.test(words)) return 'DB-TLS-002';
  if (NOTHING_IN_COMMON.test(words)) return 'DB-TLS-003';
  return NOT_TRUSTED.test(text) ? 'DB-TLS-001' : null;
}

/** Of anything thrown: its code first, then its text. */
export function tlsFaultIn(error: unknown): TlsFault | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' ? tlsFaultOf(code) : null) ?? tlsFaultOf(error.message);
}
