/**
 * `dongbo audit list` and `audit verify`: who changed what, and whether the record of it is whole.
 * Guarantees: changes nothing; a fault of the record ends with 1, so that a timer can tell.
 */
import { DongboError } from '../domain/errors.ts';
import type { AuditDetail } from '../ledger/audit.ts';
import { verifyAudit } from '../ledger/audit-chain.ts';
import { type AuditedLine, auditedLines } from '../ledger/audit-list.ts';
import { type AddVerb, type CommonOptions, runVerb, type Say, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { table, vietnamTime } from './table.ts';
import { startOfDay } from './vietnam-day.ts';

interface ListOptions extends CommonOptions {
  readonly action?: string;
  readonly since?: string;
  readonly limit?: string;
}

/** Actions that are shown unless more are asked for. */
const SHOWN = 50;
const MOST = 1_000_000;

/** `dossiers 12, steps 3`; what is not set is left out. */
function detailText(detail: AuditDetail): string {
  const told = Object.entries(detail).filter(([, value]) => value !== null && value !== false);
  return told
    .map(([name, value]) =>
      value === true ? name : `${name} ${Array.isArray(value) ? value.join(' ') : value}`,
    )
    .join(', ');
}

/** What became of an action. */
function endText({ end }: AuditedLine, say: Say): string {
  if (end === null)
    return say('chưa rõ kết quả: đang chạy, hoặc bị ngắt', 'unknown: still running, or killed');
  const detail = detailText(end.detail);
  if (end.phase === 'failed') return say(`không thành: ${detail}`, `failed: ${detail}`);
  return [say('xong', 'done'), detail].filter((text) => text !== '').join(': ');
}

function list({ action, since, limit }: ListOptions): Verb {
  const choice = {
    action: action ?? null,
    since: since === undefined ? null : startOfDay('--since', since),
    limit: limit === undefined ? SHOWN : wholeNumberOf('--limit', limit, 1, MOST),
  };
  return async ({ house, print, say }) => {
    const lines = await auditedLines(await house.ledger(), choice);
    print(lines, () =>
      lines.length === 0
        ? say('Nhật ký thao tác chưa có mục nào như vậy.', 'The audit has no such entry.')
        : table(
            [say('Lúc', 'At'), say('Ai', 'Who'), say('Thao tác', 'Action'), say('Kết quả', 'Outcome')],
            lines.map((line) => [
              vietnamTime(line.at),
              `${line.who}\n${line.host}`,
              [line.action, detailText(line.detail)].filter((text) => text !== '').join('\n'),
              endText(line, say),
            ]),
          ),
    );
    return 0;
  };
}

const HASH = /^[0-9a-f]{64}$/;

/** The hash that was noted. Throws DB-CFG-003 where it is none. */
function hashOf(text: string): string {
  const hash = text.trim().toLowerCase();
  if (HASH.test(hash)) return hash;
  throw new DongboError('DB-CFG-003', {
    option: '--contains',
    value: text,
    expected: 'SHA-256, 64 × 0-9a-f',
  });
}

function verify(contained: string | null): Verb {
  return async ({ house, print, say }) => {
    const chain = await verifyAudit(await house.ledger(), contained);
    if (chain.contains === false) throw new DongboError('DB-AUD-002', { value: contained ?? '' });
    if (chain.gone.length > 0) {
      const seq = chain.gone.map((one) => one.seq).join(', ');
      throw new DongboError('DB-AUD-004', { seq, value: chain.hash });
    }
    print(chain, () =>
      [
        say(
          `Nhật ký thao tác nguyên vẹn: ${chain.entries} mục, mục mới nhất lúc ${vietnamTime(chain.at)}.`,
          `The audit is whole: ${chain.entries} entries, the newest of ${vietnamTime(chain.at)}.`,
        ),
        ...(chain.contains === true
          ? [say('Mã băm đã ghi lại vẫn có trong đó.', 'The hash that was noted is still in it.')]
          : []),
        ...(chain.backInTime > 0
          ? [
              say(
                `Đồng hồ của máy chủ PostgreSQL đã bị chỉnh lùi ${chain.backInTime} lần; không phải lỗi của nhật ký.`,
                `The clock of the PostgreSQL server was set back ${chain.backInTime} times; no fault of the audit.`,
              ),
            ]
          : []),
        say(
          'Ghi mã băm này ở nơi khác; lần sau kiểm tra bằng --contains:',
          'Note this hash somewhere else, to be checked by --contains later:',
        ),
        `  ${chain.hash}`,
      ].join('\n'),
    );
    return 0;
  };
}

const addList: AddVerb = (audit, done, say) => {
  const verb = audit
    .command('list')
    .description(say('ai đã làm gì, mới nhất ở trên', 'who did what, newest first'))
    .option(
      '--action <action>',
      say('chỉ thao tác này, ví dụ "held release"', 'only this, say "held release"'),
    )
    .option('--since <day>', say('từ ngày này, YYYY-MM-DD, giờ Việt Nam', 'from this day on, Vietnam time'))
    .option('--limit <count>', say(`nhiều nhất ngần này thao tác (${SHOWN})`, `at most so many (${SHOWN})`))
    .option(...jsonOption(say))
    .action((options: ListOptions) => done(runVerb(options, list(options))));
  withExamples(verb, say, [
    ['audit list', 'những thao tác gần nhất', 'the last actions'],
    ['audit list --action "held release" --since 2026-11-01', 'ai đã cho gửi lại', 'who has released'],
  ]);
};

const addVerify: AddVerb = (audit, done, say) => {
  const verb = audit
    .command('verify')
    .description(
      say(
        'kiểm tra chuỗi băm: có mục nào bị sửa, bị xóa không',
        'walks the chain of hashes: was an entry changed or taken out?',
      ),
    )
    .option(
      '--contains <hash>',
      say('mã băm đã ghi lại trước đây có còn không', 'is a hash that was noted earlier still in it?'),
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions & { contains?: string }) => {
      const contained = options.contains === undefined ? null : hashOf(options.contains);
      return done(runVerb(options, verify(contained)));
    });
  withExamples(verb, say, [['audit verify', 'kiểm tra cả nhật ký', 'checks all of it']]);
  withExitCodes(verb, say, [
    [0, 'nguyên vẹn', 'whole'],
    [1, 'bị sửa, bị xóa hoặc bị cắt', 'changed, taken out or cut off'],
  ]);
};

/** Adds the verbs. */
export const addAudit: AddVerb = (program, done, say) => {
  const audit = program
    .command('audit')
    .description(say('nhật ký thao tác: ai đã thay đổi gì', 'the record of who changed what'));
  addList(audit, done, say);
  addVerify(audit, done, say);
};
