/**
 * Which fault of TLS an error of the network is.
 * Guarantees: pure; told by the words of Node.js, OpenSSL and the drivers; what is no fault of TLS is `null`.
 * A fault of TLS is found while a connection is made: whatever it was to carry has not been sent.
 */

/** DB-TLS-001 their certificate, -002 ours, -003 no TLS in common. */
export type TlsFault = 'DB-TLS-001' | 'DB-TLS-002' | 'DB-TLS-003';

/** Codes of OpenSSL's verification, as Node.js hands them on. */
const NOT_TRUSTED =
  /\b(CERT_[A-Z_]+|CRL_[A-Z_]+|UNABLE_TO_[A-Z_]+|SELF_SIGNED_[A-Z_]+|DEPTH_ZERO_[A-Z_]+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_[A-Z_]+)\b/;
/** The server's last word (an alert) about our certificate or the lack of one; or OpenSSL's about ours and its key. */
const OURS_REFUSED =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_[A-Z_]+|UNKNOWN_CA|ACCESS_DENIED)|\bERR_OSSL_/;
const NOTHING_IN_COMMON =
  /SSL_UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|WRONG_VERSION_NUMBER|ALERT_HANDSHAKE_FAILURE|NO_SHARED_CIPHER|PACKET_LENGTH_TOO_LONG|ALERT_INTERNAL_ERROR|NO_PROTOCOLS_AVAILABLE|DOES_NOT_SUPPORT_SSL|ESTABLISHING_AN_SSL_CONNECTION/;

/** Of an error's code or text; `null` = no fault of TLS. */
export function tlsFaultOf(text: string): TlsFault | null {
  // Some alerts come in OpenSSL's words alone ("alert protocol version"), others as a code.
  const words = text.toUpperCase().replaceAll(' ', '_');
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
