/**
 * Did the server shut us out before it could read the call?
 * Guarantees: true only where the call cannot have been read, though the connection seemed to stand; whatever leaves
 * a doubt is false, since a step that is taken for unsent goes again.
 * Must not: ask the connection, which has ended by then.
 */
import { refusesOurCertificate } from '../../domain/tls-fault.ts';

/** What was seen of the connection while it stood. */
export interface SeenLine {
  /** It was made for this call. */
  readonly isNew: boolean;
  /** As Node.js names it (`TLSv1.3`); `null` = no TLS, or it never came to stand. */
  readonly protocol: string | null;
  /** A byte of an answer came. */
  readonly hasHeard: boolean;
}

/**
 * With TLS 1.3 the client may send before the server has looked at its certificate, so the refusal comes when the
 * call is on its way. It is safe to send that call again:
 * - A server judges the certificate within the handshake, and has no keys to read a call before the client's
 *   `Finished`, which stands behind the certificate (RFC 8446, sections 4.4.2 and 4.4.4). Refusing ends the
 *   handshake; what was sent behind it is never decrypted. We send no early data, for which there would be a key.
 * - Later than in the handshake it may ask for one only of a client that offers it (section 4.6.2): we do not.
 * - An alert goes encrypted: nobody in between can make one up.
 * TLS 1.2 has judged before we take the connection for made, and may ask anew in the middle: there the same alert
 * proves nothing. Nor do other alerts (an internal error may be one of handling the call), or plain text in the
 * place of TLS, as of a front end whose backend died with the call.
 */
export function isShutOut(line: SeenLine, said: { readonly code: string; readonly reason: string }): boolean {
  if (!line.isNew || line.hasHeard || line.protocol !== 'TLSv1.3') return false;
  return refusesOurCertificate(said.code) || refusesOurCertificate(said.reason);
}
