/** What comes from outside harms neither the terminal of who reads it nor the lines of the log. */
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runVerb } from '../../../src/cli/command-context.ts';
import { printError } from '../../../src/cli/print-error.ts';
import { terminalLine } from '../../../src/cli/terminal-log.ts';
import { terminalText } from '../../../src/cli/terminal-text.ts';
import { parseConfig } from '../../../src/config.ts';
import { DongboError } from '../../../src/domain/errors.ts';
import { redact } from '../../../src/portal/redact.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';

afterEach(() => vi.restoreAllMocks());

const ESC = '\u001b';
/** Clears the screen, writes a title, a link, a second line, by C0 and by C1; writes backwards. */
const HOSTILE = `${ESC}[2J${ESC}]0;x\u0007\u009b2J\r\nFAKE\b\b\u202eabc\u2066 ${ESC}[31mđỏ${ESC}[0m`;
const HARM = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const withoutColours = (text: string): string => text.replace(/\u001b\[[\d;]*m/g, '');

/** What is written to a stream of this process while `work` is at it. */
async function said(stream: 'stdout' | 'stderr', work: () => unknown): Promise<string> {
  let text = '';
  vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  await work();
  return text;
}

describe('a terminal', () => {
  it('gets line ends, tabs, colours and every letter, and nothing that moves, clears or turns', () => {
    expect(terminalText(`Hồ sơ\t1\n${ESC}[1;31mđỏ${ESC}[0m`)).toBe(`Hồ sơ\t1\n${ESC}[1;31mđỏ${ESC}[0m`);
    const piece = fc.oneof(
      fc.constantFrom(ESC, '[', '2J', '31m', '\u009b', '\u202e', '\r', '\n', '\u0007', ']0;'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(withoutColours(terminalText(pieces.join('')))).not.toMatch(HARM);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gets results, notes and errors only so', async () => {
    const config = parseConfig({});
    const result = await said('stdout', () =>
      runVerb(
        {},
        async ({ print }) => {
          print({}, () => HOSTILE);
          return 0;
        },
        { config },
      ),
    );
    const note = await said('stderr', () =>
      runVerb(
        {},
        async (at) => {
          at.note(HOSTILE);
          return 0;
        },
        { config },
      ),
    );
    const error = await said('stderr', () =>
      printError(new DongboError('DB-SVC-001', { where: 'x', reason: HOSTILE }), 'vi', false),
    );
    for (const text of [result, note, error]) {
      expect(text).toContain('FAKE');
      expect(withoutColours(text)).not.toMatch(HARM);
    }
  });
});

it('a message of the portal is kept as one line without controls', () => {
  expect(redact(HOSTILE)).toContain('FAKE');
  expect(redact(HOSTILE)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});

it('a line of the log stays one line, whatever its fields hold', () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  createLogger('info', stream).info('portal', { reason: `${HOSTILE}\n{"level":60,"msg":"FAKE"}` });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f]/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'portal' });
});

it('a line of the log at a terminal stays one line, too, and says all that the JSON says', () => {
  const lines: string[] = [];
  const log = createLogger('debug', { write: (line: string) => void lines.push(terminalLine(line)) });
  log.warn('breaker opened', {
    lane: 'live',
    reason: `${HOSTILE}\n11:02 ERROR FAKE`,
    nextProbe: new Date('2026-11-29T04:05:06.789Z'),
    httpStatus: null,
  });
  log.debug('bare');
  const [opened = '', bare = ''] = lines.map(withoutColours);
  for (const line of [opened, bare]) {
    expect(line.match(/\n/g)).toHaveLength(1);
    expect(line).not.toMatch(HARM);
  }
  expect(opened).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} WARN {2}breaker opened {2}lane=live {2}reason="[^\n]*FAKE[^\n]*" {2}nextProbe=2026-11-29T04:05:06\.789Z {2}httpStatus=null\n$/,
  );
  expect(bare).toMatch(/^\d\d:\d\d:\d\d\.\d{3} DEBUG bare\n$/);
});

it('the time of a line at a terminal is the province’s', () => {
  const at = '{"level":30,"time":"2026-11-29T20:05:06.789Z","pid":1,"msg":"started"}';
  expect(withoutColours(terminalLine(at))).toBe('03:05:06.789 INFO  started\n');
});
