/**
 * The log as a person reads it at a terminal: `11:02:03.456 WARN  breaker opened  lane=live reason="…"`.
 * Guarantees: one line an event with all its fields, in the province's time; what is in a field can neither move
 * the cursor nor begin a line of its own.
 * Must not: be written anywhere but to a terminal: whoever collects logs reads the JSON.
 */
import pc from 'picocolors';
import { terminalText } from './terminal-text.ts';

/** By pino's numbers. */
const LEVELS: Readonly<Record<number, string>> = {
  10: pc.gray('TRACE'),
  20: pc.gray('DEBUG'),
  30: pc.green('INFO '),
  40: pc.yellow('WARN '),
  50: pc.red('ERROR'),
  60: pc.red('FATAL'),
};

/** Vietnam is seven hours ahead all the year. */
function clock(time: string): string {
  return new Date(Date.parse(time) + 7 * 3_600_000).toISOString().slice(11, 23);
}

function shown(value: unknown): string {
  const text = String(value);
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}

/** One line of the JSON log for a terminal, with its end. */
export function terminalLine(line: string): string {
  const { level, time, pid: _pid, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const told = Object.entries(fields).map(([name, value]) => `${pc.dim(`${name}=`)}${shown(value)}`);
  const head = `${pc.dim(clock(String(time)))} ${LEVELS[Number(level)] ?? String(level)} ${String(msg)}`;
  return `${terminalText([head, ...told].join(told.length > 0 ? '  ' : '')).replaceAll('\n', ' ')}\n`;
}

/** Where the log of this process goes: to `stream`, for a person where that is a terminal and `json` is not asked for. */
export function logStream(
  to: 'stdout' | 'stderr',
  json: boolean,
): 'stdout' | 'stderr' | { write(line: string): void } {
  const stream = process[to];
  return stream.isTTY === true && !json ? { write: (line) => void stream.write(terminalLine(line)) } : to;
}
