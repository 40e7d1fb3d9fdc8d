/**
 * `dongbo pause` and `dongbo resume`: a person keeps a lane from sending, and lets it send again.
 * Guarantees: says who has paused a lane that is paused already, and leaves it so; nothing is lost by a
 * pause: what waits goes when the lane is resumed; of the reason, which stands in the log of every worker and
 * in the audit, id numbers, phone numbers and e-mail addresses are not kept, and that is told.
 * Must not: be relied on for names, which no pattern knows.
 */
import { Argument } from 'commander';
import { actingUser, audited } from '../compose/auditing.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import { DongboError } from '../domain/errors.ts';
import { breakers } from '../ledger/breaker.ts';
import { pauseLanes, resumeLanes } from '../ledger/persons-pause.ts';
import { redact } from '../portal/redact.ts';
import { type AddVerb, type CommonOptions, runVerb, type Say, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { personsPauseLines } from './status.ts';

/** The lanes that were typed. Throws DB-OPS-001. */
function lanesOf(text: string): readonly Lane[] {
  if (text === 'all') return LANES;
  const lane = LANES.find((known) => known === text);
  if (lane === undefined)
    throw new DongboError('DB-OPS-001', { value: text, expected: `${LANES.join(', ')}, all` });
  return [lane];
}

/** Longest reason that is kept: it stands in the log and in `status`. */
const WHY_LENGTH = 200;

/** The reason that was typed. Throws DB-CFG-003 where it says nothing or too much. */
function whyOf(text: string): string {
  const why = text.replaceAll(/\s+/g, ' ').trim();
  if (why !== '' && why.length <= WHY_LENGTH) return why;
  throw new DongboError('DB-CFG-003', { option: '--why', value: text, expected: `1..${WHY_LENGTH}` });
}

function pauseVerb(lanes: readonly Lane[], typed: string): Verb {
  return async ({ house, print, note, say }) => {
    const why = redact(typed);
    if (why !== typed) {
      note(
        say(
          `Lý do trông như có số giấy tờ, số điện thoại hoặc thư điện tử: đã bỏ, chỉ giữ “${why}”.`,
          `The reason seems to hold an id number, a phone number or an e-mail address: taken out, “${why}” is kept.`,
        ),
      );
    }
    const ledger = await house.ledger();
    const changed = await audited(house, {
      action: 'pause',
      detail: { lanes: [...lanes], why },
      work: () => pauseLanes(ledger, lanes, { by: actingUser(), why }),
      outcome: (paused) => ({ paused }),
    });
    const now = await breakers(ledger);
    const shown = lanes.map((lane) => ({
      lane,
      paused: now[lane].pausedBy,
      changed: changed.includes(lane),
    }));
    print(shown, () =>
      shown
        .flatMap((one) => {
          if (one.paused === null) return [resumedMeanwhile(one.lane, say)];
          const lines = personsPauseLines({ lane: one.lane, ...one.paused }, say);
          const already = say(
            `Làn ${one.lane} đã được cho tạm dừng từ trước, giữ nguyên:`,
            `Lane ${one.lane} was paused before, and stays so:`,
          );
          return one.changed ? lines : [already, ...lines];
        })
        .join('\n'),
    );
    return 0;
  };
}

function resumedMeanwhile(lane: Lane, say: Say): string {
  return say(
    `Làn ${lane} vừa được người khác cho chạy tiếp.`,
    `Lane ${lane} was resumed by somebody just now.`,
  );
}

function resumeVerb(lanes: readonly Lane[]): Verb {
  return async ({ house, print, say }) => {
    const ledger = await house.ledger();
    const resumed = await audited(house, {
      action: 'resume',
      detail: { lanes: [...lanes] },
      work: () => resumeLanes(ledger, lanes),
      outcome: (changed) => ({ resumed: changed }),
    });
    const now = await breakers(ledger);
    const shown = lanes.map((lane) => ({ lane, changed: resumed.includes(lane), state: now[lane].state }));
    print(shown, () =>
      shown
        .map(({ lane, changed, state }) => {
          if (!changed)
            return say(`Làn ${lane} không bị ai cho tạm dừng.`, `Nobody has paused lane ${lane}.`);
          if (state === 'closed') return say(`Làn ${lane} chạy tiếp.`, `Lane ${lane} goes on.`);
          return say(
            `Làn ${lane} được chạy tiếp, nhưng Cổng chưa liên lạc được: tự thử lại, xem dongbo status.`,
            `Lane ${lane} may go on, but the portal is away: it is tried by itself, see dongbo status.`,
          );
        })
        .join('\n'),
    );
    return 0;
  };
}

const laneArgument = (say: Say): Argument =>
  new Argument(
    '<lane>',
    say(
      'live (hồ sơ phát sinh hằng ngày), backfill (hồ sơ cũ, gửi lại hàng loạt) hoặc all',
      'live (changes of today), backfill (old dossiers, resyncs) or all',
    ),
  );

/** Adds `pause`. */
export const addPause: AddVerb = (program, done, say) => {
  const verb = program
    .command('pause')
    .addArgument(laneArgument(say))
    .description(
      say(
        'tạm dừng gửi của một làn trên mọi máy; việc đọc nguồn và tải danh mục vẫn chạy',
        'keeps a lane from sending, on all machines; reading and catalogue pulls go on',
      ),
    )
    .requiredOption(
      '--why <text>',
      say(
        'lý do, hiện trong status và nhật ký; không ghi thông tin cá nhân (số giấy tờ, điện thoại, thư điện tử bị bỏ)',
        'shown in status and log; no personal data (id and phone numbers, e-mail addresses are taken out)',
      ),
    )
    .option(...jsonOption(say))
    .action((lane: string, options: CommonOptions & { why: string }) =>
      done(runVerb(options, pauseVerb(lanesOf(lane), whyOf(options.why)))),
    );
  withExamples(verb, say, [
    ['pause all --why "Cổng bảo trì đến 22:00"', 'không gọi Cổng để gửi gì nữa', 'no more calls that send'],
    ['pause backfill --why "nhường băng thông"', 'chỉ dừng hồ sơ cũ', 'old dossiers only'],
  ]);
  withExitCodes(verb, say, [
    [0, 'đã tạm dừng, kể cả khi đã dừng từ trước', 'paused, also when it was before'],
  ]);
};

/** Adds `resume`. */
export const addResume: AddVerb = (program, done, say) => {
  const verb = program
    .command('resume')
    .addArgument(laneArgument(say))
    .description(say('cho một làn đã tạm dừng gửi tiếp', 'lets a lane that was paused send again'))
    .option(...jsonOption(say))
    .action((lane: string, options: CommonOptions) => done(runVerb(options, resumeVerb(lanesOf(lane)))));
  withExamples(verb, say, [['resume all', 'mọi làn gửi tiếp', 'all lanes send again']]);
  withExitCodes(verb, say, [
    [0, 'gửi tiếp, kể cả khi không ai cho tạm dừng', 'goes on, also when nobody had paused it'],
  ]);
};
