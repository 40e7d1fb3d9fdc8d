/**
 * What every verb of the command line has around it: settings, language, output, an orderly end.
 * Guarantees: standard output carries the result and nothing else (with `--json` one document);
 * errors end in cause, remedy and the exit code of the catalogue; what was opened is closed.
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { House } from '../compose.ts';
import { type Config, type ConfigNeeds, parseConfig, readDotEnv, type SettingName } from '../config.ts';
import type { Language } from '../domain/errors.ts';
import { shutdownSignal } from '../lifecycle.ts';
import { createLogger, type LogLevel } from '../telemetry/logger.ts';
import { logStream } from './terminal-log.ts';
import { terminalText } from './terminal-text.ts';

/** Picks the text of a language. */
export type Say = (vi: string, en: string) => string;

/** Texts in `language`. */
export const sayIn =
  (language: Language): Say =>
  (vi, en) =>
    language === 'vi' ? vi : en;

/** How a verb is added to the program: `done` is given its exit code, `say` picks the language of its help. */
export type AddVerb = (program: Command, done: (code: Promise<number>) => Promise<void>, say: Say) => void;

/** Options that all verbs take. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** A verb's surroundings. */
export interface CommandContext {
  readonly config: Config;
  readonly language: Language;
  readonly json: boolean;
  readonly house: House;
  readonly signal: AbortSignal;
  /** Picks the text of the language of the settings. */
  readonly say: Say;
  /** Prints the result: the document with `--json`, else the text. */
  print(document: unknown, text: () => string): void;
  /** A line for people on standard error; silent with `--json`. */
  note(line: string): void;
}

/** Does the verb; answers the exit code. */
export type Verb = (context: CommandContext) => Promise<number>;

/** Settings without which the portal cannot be spoken to. */
export const PORTAL_SETTINGS: readonly SettingName[] = [
  'PORTAL_BASE_URL',
  'PORTAL_USERNAME',
  'PORTAL_PASSWORD',
  'PORTAL_AGENCY_CODE',
];

/** How a verb is run. */
export interface RunOptions {
  /** `stdout` for the daemon, whose log is its output. */
  readonly logTo?: 'stdout' | 'stderr';
  /** What this verb asks of the settings; told with all other faults at once. */
  readonly needs?: ConfigNeeds;
  /** Settings that this command sets itself (the demo). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings that were read already, by a verb that goes on where they are faulty (the doctor); then none are read. */
  readonly config?: Config;
}

/** Reads the settings, runs the verb, closes everything. Throws what the verb throws. */
export async function runVerb(common: CommonOptions, verb: Verb, options: RunOptions = {}): Promise<number> {
  const config = options.config ?? readConfig(options);
  const json = common.json === true;
  const log = createLogger(levelOf(config, options), logStream(options.logTo ?? 'stderr', json));
  const house = new House(config, log);
  let hangs = 'work under way';
  // Nothing is lost by it, so the code says no more than that; the log says what to look at.
  const { signal, dispose } = shutdownSignal(options.logTo === 'stdout' ? 0 : 75, () =>
    house.log.error('ended before all was closed', { reason: `hangs: ${hangs}` }),
  );
  const context: CommandContext = {
    config,
    language: config.LANGUAGE_CODE,
    json,
    house,
    signal,
    say: sayIn(config.LANGUAGE_CODE),
    print: (document, text) => {
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${terminalText(text())}\n`);
    },
    note: (line) => {
      if (!json) process.stderr.write(`${terminalText(line)}\n`);
    },
  };
  try {
    return await verb(context);
  } finally {
    await house.close((name) => {
      hangs = name;
    });
    dispose();
  }
}

/** Throws DB-CFG-001 with every fault. */
function readConfig({ settings, needs }: RunOptions): Config {
  return parseConfig({ ...process.env, ...settings }, readDotEnv(process.cwd()), needs);
}

/** Commands for people are quiet unless asked: their output is the result, not the log. */
function levelOf(config: Config, options: RunOptions): LogLevel {
  const asked = config.LOG_LEVEL;
  return options.logTo === 'stdout' || asked !== 'info' ? asked : 'warn';
}

/** The language of messages before (or without) good settings. */
export function languageOfEnvironment(): Language {
  return { ...dotEnvIfReadable(), ...process.env }.LANGUAGE_CODE === 'en' ? 'en' : 'vi';
}

/** An unreadable `.env` is itself what the message is about. */
function dotEnvIfReadable(): Readonly<Record<string, string | undefined>> {
  try {
    return readDotEnv(process.cwd());
  } catch {
    return {};
  }
}

/** The folder of mapping tables that comes with Dongbo. */
export function shippedMappings(): string {
  return resolve(import.meta.dirname, '../../mappings');
}
