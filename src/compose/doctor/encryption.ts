/**
 * Are the lines to ledger, source and Redis encrypted, where they leave this machine?
 * Guarantees: reads the settings alone; the portal's line is told by the check of the portal. Must not: show an address.
 */
import { type Config, isLoopback } from '../../config.ts';
import { well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

type Addresses = Pick<Config, 'DATABASE_URL' | 'SOURCE_URL' | 'REDIS_URL'>;

const PLAIN = 'không mã hóa / not encrypted';
const UNCHECKED = 'không kiểm tra chứng thư / certificate not checked';

/** What is wrong with the line of a PostgreSQL; `null` = nothing. @param ownMode PGSSLMODE, where the address says nothing */
function ofPostgres(address: string, ownMode: string | undefined): string | null {
  const { hostname, searchParams } = new URL(address);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  // A socket is a file.
  if (host === '' || host.startsWith('/') || isLoopback(host)) return null;
  const mode = searchParams.get('sslmode') ?? searchParams.get('ssl');
  const named = ['sslrootcert', 'sslcert', 'sslkey'].some((name) => searchParams.has(name));
  const effective = mode ?? (named ? 'verify-full' : (ownMode ?? 'disable'));
  if (/^(disable|false|0)$/.test(effective)) return PLAIN;
  // As libpq means them, these two take any certificate; the driver by itself does not.
  const lax = searchParams.get('uselibpqcompat') === 'true' && /^(prefer|require)$/.test(effective);
  return effective === 'no-verify' || (lax && !searchParams.has('sslrootcert')) ? UNCHECKED : null;
}

function ofRedis(address: string): string[] {
  const { hostname, protocol, password } = new URL(address);
  if (isLoopback(hostname)) return [];
  return [
    ...(protocol === 'rediss:' ? [] : [PLAIN]),
    ...(password === '' ? ['không có mật khẩu / without a password'] : []),
  ];
}

/** A database, or a REST service. */
function ofSource(address: string, ownMode: string | undefined): string | null {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:') return null;
  if (protocol === 'http:') return isLoopback(hostname) ? null : PLAIN;
  return ofPostgres(address, ownMode);
}

/** A line for each fault, the setting first. */
export function unprotected(addresses: Addresses, ownMode: string | undefined): string[] {
  const databases = (['DATABASE_URL', 'SOURCE_URL'] as const).flatMap((name) => {
    const address = addresses[name];
    const fault = address === null ? null : ofSource(address, ownMode);
    return fault === null ? [] : [`${name}: ${fault}`];
  });
  const redis = addresses.REDIS_URL === null ? [] : ofRedis(addresses.REDIS_URL);
  return [...databases, ...redis.map((fault) => `REDIS_URL: ${fault}`)];
}

/** See the file's head. */
export const encryptionCheck: Check = {
  name: 'encryption',
  title: words('Mã hóa đường truyền', 'Encryption of connections'),
  offline: true,
  async run(room) {
    room.assertSound('DATABASE_URL', 'SOURCE_URL', 'REDIS_URL');
    const { DATABASE_URL, SOURCE_URL, REDIS_URL } = room.config;
    if ([DATABASE_URL, SOURCE_URL, REDIS_URL].every((address) => address === null))
      throw new Skip(words('chưa đặt địa chỉ nào', 'no address is set'));
    const details = unprotected({ DATABASE_URL, SOURCE_URL, REDIS_URL }, process.env.PGSSLMODE);
    if (details.length === 0)
      return well(words('mã hóa, hoặc không ra khỏi máy này', 'encrypted, or within this machine'));
    const names = [...new Set(details.map((line) => line.split(':')[0] ?? ''))].join(', ');
    return wrong('warning', 'DB-DOC-024', words('chưa đủ', 'not enough'), {
      params: { setting: names },
      details,
    });
  },
};
