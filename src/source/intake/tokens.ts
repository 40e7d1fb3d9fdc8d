/**
 * Whose token a request shows.
 * Guarantees: compared as hashes, all of them each time, so that neither length nor beginning of a token, nor which
 * of them it is, can be found out by time.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The tokens of a setting: several, parted by blanks or commas, while one replaces another. */
export function tokensOf(setting: string): readonly string[] {
  return setting.split(/[\s,]+/).filter((token) => token !== '');
}

/** Finds the owner of `Authorization: Bearer …`; `null` = nobody's. */
export function tokenOwner<Owner extends { readonly tokens: readonly string[] }>(
  owners: readonly Owner[],
): (header: string | undefined) => Owner | null {
  const known = owners.flatMap((owner) => owner.tokens.map((token) => ({ owner, hash: hashOf(token) })));
  return (header) => {
    const given = hashOf(/^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '');
    let found: Owner | null = null;
    for (const { owner, hash } of known) if (timingSafeEqual(given, hash)) found = owner;
    return found;
  };
}
