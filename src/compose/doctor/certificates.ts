/** Our own certificates: can be read, belong together, and do not end soon. */
import { readFile } from 'node:fs/promises';
import { furtherCertificates } from '../../config/certificate-faults.ts';
import { reasonOf } from '../../domain/errors.ts';
import { endOf, keyFits } from '../../portal/client-certificate.ts';
import { daysUntil, type Finding, plain, well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

const WARNING_DAYS = 30;
const FAILED_DAYS = 7;

/** Judges a certificate by its end. @param where whose it is */
export function judgeEnd(end: Date, where: string, now: number): Finding {
  const days = daysUntil(end, now);
  const date = end.toISOString().slice(0, 10);
  const found = words(`còn ${days} ngày (${date})`, `${days} days left (${date})`);
  if (days >= WARNING_DAYS) return well(found);
  return wrong(days < FAILED_DAYS ? 'failed' : 'warning', 'DB-DOC-012', found, {
    params: { where, date },
    exit: 78,
  });
}

/** The client certificate and its key. */
export const clientCertificateCheck: Check = {
  name: 'client-certificate',
  title: words('Chứng thư của máy khách', 'Client certificate'),
  offline: true,
  async run({ config, settings }) {
    const { PORTAL_CLIENT_CERT_FILE: file, PORTAL_CLIENT_KEY_FILE: keyFile } = config;
    if (file === null || keyFile === null) throw new Skip(words('không dùng', 'none is used'));
    try {
      const pem = await readFile(file, 'utf8');
      const end = endOf(pem);
      if (!keyFits(pem, await readFile(keyFile, 'utf8')))
        return wrong('failed', 'DB-DOC-013', plain(keyFile), {
          params: { path: keyFile, reason: 'PORTAL_CLIENT_CERT_FILE ≠ PORTAL_CLIENT_KEY_FILE' },
        });
      return judgeEnd(end, file, settings.now());
    } catch (error) {
      return unreadable(file, error);
    }
  },
};

/** The own CA of the portal's server. */
export const caCheck: Check = {
  name: 'portal-ca',
  title: words('CA riêng của Cổng', "The portal's own CA"),
  offline: true,
  async run({ config, settings }) {
    const { PORTAL_CA_FILE: file } = config;
    if (file === null) throw new Skip(words('không dùng', 'none is used'));
    try {
      return judgeEnd(endOf(await readFile(file, 'utf8')), file, settings.now());
    } catch (error) {
      return unreadable(file, error);
    }
  },
};

/** Those that the settings of Redis and the addresses of the databases name. */
export const furtherCertificatesCheck: Check = {
  name: 'service-certificates',
  title: words('Chứng thư cho PostgreSQL, Redis', 'Certificates for PostgreSQL, Redis'),
  offline: true,
  async run({ config, settings }) {
    const files = furtherCertificates(config);
    let first: { readonly end: Date; readonly file: string } | null = null;
    for (const { file } of files) {
      try {
        const end = endOf(await readFile(file, 'utf8'));
        if (first === null || end < first.end) first = { end, file };
      } catch (error) {
        return unreadable(file, error);
      }
    }
    if (first === null) throw new Skip(words('không dùng', 'none is used'));
    return judgeEnd(first.end, first.file, settings.now());
  },
};

function unreadable(path: string, error: unknown): Finding {
  return wrong('failed', 'DB-DOC-013', plain(path), { params: { path, reason: reasonOf(error) } });
}
