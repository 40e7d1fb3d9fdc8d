/**
 * Certificate files that the settings name, looked at before anything is opened.
 * Guarantees: a file that cannot be read, that is no PEM, and a key of another certificate are told with the
 * setting that names them, in both languages. Must not: tell anything of a key; judge when a certificate ends
 * (the doctor does: who is late may still be heard).
 */
import { readFileSync } from 'node:fs';
import { reasonOf } from '../domain/errors.ts';
import { endOf, keyFits } from '../portal/client-certificate.ts';
import type { Config } from './settings.ts';
import { sourceSettingName } from './source-settings.ts';

/** Which file belongs to what, by the words that name them. */
interface Files {
  readonly ca: Named | null;
  readonly cert: Named | null;
  readonly key: Named | null;
}

/** A file and what names it. */
export interface Named {
  /** The setting, with the parameter of an address behind it. */
  readonly name: string;
  readonly file: string;
}

type Settings = Partial<
  Pick<
    Config,
    | 'DATABASE_URL'
    | 'SOURCE_URL'
    | 'PORTAL_CA_FILE'
    | 'PORTAL_CLIENT_CERT_FILE'
    | 'PORTAL_CLIENT_KEY_FILE'
    | 'REDIS_CA_FILE'
    | 'REDIS_CLIENT_CERT_FILE'
    | 'REDIS_CLIENT_KEY_FILE'
    | 'SOURCE_CA_FILE'
    | 'SOURCE_CLIENT_CERT_FILE'
    | 'SOURCE_CLIENT_KEY_FILE'
    | 'furtherSources'
    | 'INTAKE_CERT_FILE'
    | 'INTAKE_KEY_FILE'
  >
>;

/** Every fault, a line each. */
export function certificateFaults(config: Settings): string[] {
  return [ofSettings(config, 'PORTAL'), ...besidesPortal(config)].flatMap(faultsOf);
}

/** Certificates for Redis and the databases, whoever's they are, with the settings that name them. */
export function furtherCertificates(config: Settings): Named[] {
  return besidesPortal(config).flatMap(({ ca, cert }) => [ca, cert].filter((named) => named !== null));
}

function besidesPortal(config: Settings): Files[] {
  return [
    ofSettings(config, 'REDIS'),
    ofAddress(config, 'DATABASE_URL'),
    ofAddress(config, 'SOURCE_URL'),
    ofSettings(config, 'SOURCE'),
    ...ofFurtherSources(config),
    { ca: null, cert: ofName(config, 'INTAKE_CERT_FILE'), key: ofName(config, 'INTAKE_KEY_FILE') },
  ];
}

function ofFurtherSources({ furtherSources = {} }: Settings): Files[] {
  return Object.entries(furtherSources).map(([source, settings]) => {
    const named = (key: 'caFile' | 'clientCertFile' | 'clientKeyFile'): Named | null => {
      const file = settings[key];
      return file ? { name: sourceSettingName(source, key), file } : null;
    };
    return { ca: named('caFile'), cert: named('clientCertFile'), key: named('clientKeyFile') };
  });
}

function ofName(config: Settings, name: Exclude<keyof Settings, 'furtherSources'>): Named | null {
  const file = config[name];
  return file ? { name, file } : null;
}

function ofSettings(config: Settings, service: 'PORTAL' | 'REDIS' | 'SOURCE'): Files {
  return {
    ca: ofName(config, `${service}_CA_FILE`),
    cert: ofName(config, `${service}_CLIENT_CERT_FILE`),
    key: ofName(config, `${service}_CLIENT_KEY_FILE`),
  };
}

/** The drivers of databases take them from the address: PostgreSQL's by these names, MySQL's and SQL Server's by others. */
function ofAddress(config: Settings, name: 'DATABASE_URL' | 'SOURCE_URL'): Files {
  const address = config[name];
  const parameters = address && URL.canParse(address) ? new URL(address).searchParams : null;
  const named = (...words: readonly string[]): Named | null => {
    const parameter = words.find((word) => parameters?.get(word));
    const file = parameter && parameters?.get(parameter);
    return file ? { name: `${name} (${parameter})`, file } : null;
  };
  return {
    ca: named('sslrootcert', 'ssl-ca', 'ca-file'),
    cert: named('sslcert', 'ssl-cert'),
    key: named('sslkey', 'ssl-key'),
  };
}

function faultsOf({ ca, cert, key }: Files): string[] {
  const faults: string[] = [];
  const textOf = ({ name, file }: Named): string | null => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      faults.push(`${name}: không đọc được tệp / the file cannot be read: ${reasonOf(error)}`);
      return null;
    }
  };
  const certificates = [ca, cert].flatMap((named) => {
    const text = named === null ? null : textOf(named);
    if (named === null || text === null) return [];
    try {
      endOf(text);
      return [{ named, text }];
    } catch (error) {
      const fault = 'không phải chứng thư dạng PEM / no certificate in PEM form';
      faults.push(`${named.name} (${named.file}): ${fault}: ${reasonOf(error)}`);
      return [];
    }
  });
  const own = certificates.find(({ named }) => named === cert);
  const keyText = key === null ? null : textOf(key);
  if (key === null || keyText === null || own === undefined) return faults;
  try {
    if (!keyFits(own.text, keyText))
      faults.push(
        `${key.name} (${key.file}): khóa không khớp với chứng thư, hãy đặt đúng cặp được cấp cùng nhau / the key is not that of the certificate, give the two that were issued together: ${own.named.name}`,
      );
  } catch (error) {
    const fault = 'không phải khóa dạng PEM không mật khẩu / no key in PEM form without a passphrase';
    faults.push(`${key.name} (${key.file}): ${fault}: ${reasonOf(error)}`);
  }
  return faults;
}
