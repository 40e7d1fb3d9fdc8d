/** `dongbo catalogue show <code>`: one procedure, or who has a component or result. */
import { DongboError } from '../domain/errors.ts';
import { ANY_CHANNEL } from '../domain/ports.ts';
import { lastChanges } from '../ledger/catalogue-log.ts';
import {
  catalogueProcedure,
  type ItemPlace,
  itemPlaces,
  type ShownProcedure,
} from '../ledger/catalogue-show.ts';
import { catalogueAge } from '../ledger/catalogue-snapshot.ts';
import { changeLine } from './catalogue-words.ts';
import type { CommandContext, Say, Verb } from './command-context.ts';
import { table, vietnamTime } from './table.ts';

/** So many changes of a procedure are shown; `catalogue diff --procedure` has all. */
const LAST_CHANGES = 10;

/** Shows one code. Throws DB-CAT-002 where the catalogue has none such, DB-CAT-001 where it was never pulled whole. */
export function showCode(code: string): Verb {
  return async (context) => {
    const ledger = await context.house.ledger();
    const procedure = await catalogueProcedure(ledger, code);
    if (procedure === null) {
      const places = await itemPlaces(ledger, code);
      if (places.length === 0) {
        const { pulledAt } = await catalogueAge(ledger);
        if (pulledAt === null) throw new DongboError('DB-CAT-001');
        throw new DongboError('DB-CAT-002', { procedure: code });
      }
      showPlaces(context, places);
      return 0;
    }
    const entries = await lastChanges(ledger, procedure.code, LAST_CHANGES);
    const changes = entries.map(({ at, what, item, before, after }) => ({
      at,
      what,
      code: item,
      before,
      after,
    }));
    context.print({ ...procedure, changes }, () =>
      [
        ...headOf(context, procedure),
        partsTable(context, procedure),
        ...(changes.length === 0 ? [] : [context.say('Thay đổi gần đây:', 'Latest changes:')]),
        ...changes.map((change) => `  ${vietnamTime(change.at)}  ${changeLine(context.say, change)}`),
      ].join('\n'),
    );
    return 0;
  };
}

function headOf({ say }: CommandContext, procedure: ShownProcedure): string[] {
  const { listed, declared, unpublishedOn, validFrom, validTo } = procedure;
  // Never seen published: there is no day on which it ceased to be.
  const since = unpublishedOn === null ? '' : ` ${say('từ ngày', 'since')} ${unpublishedOn}`;
  const state = !listed
    ? say('KHÔNG còn trong danh mục', 'NO LONGER listed')
    : declared
      ? say('Đang công bố', 'Published')
      : `${say('KHÔNG công bố', 'NOT published')}${since}`;
  return [
    `${procedure.code}  ${procedure.name}`,
    `${say('Lĩnh vực', 'Sector')}: ${procedure.sectorCode} ${procedure.sectorName}`,
    state,
    `${say('Có trong danh mục từ', 'In the catalogue from')} ${vietnamTime(validFrom)} ${say('đến', 'until')} ${
      validTo === null ? say('nay', 'now') : vietnamTime(validTo)
    }`,
    `${say('Tải lúc', 'Fetched')}: ${vietnamTime(procedure.fetchedAt)}`,
    `${say('Thời hạn', 'Term')}: ${termsText(say, procedure.terms)}`,
    `${say('Có thu phí, lệ phí', 'Charges a fee')}: ${known(say, procedure.charges)}; ${say(
      'dành cho công dân',
      'for citizens',
    )}: ${known(say, procedure.forCitizens)}`,
  ];
}

function known(say: Say, value: boolean | null): string {
  if (value === null) return say('danh mục không cho biết', 'the catalogue does not say');
  return value ? say('có', 'yes') : say('không', 'no');
}

function termsText(say: Say, terms: ShownProcedure['terms']): string {
  const channels: Readonly<Record<string, string>> = {
    '1': say('trực tiếp', 'in person'),
    '2': say('trực tuyến', 'online'),
    '3': say('bưu chính', 'by post'),
    [ANY_CHANNEL]: say('mọi cách nộp', 'however filed'),
  };
  if (terms.length === 0) return say('danh mục không cho biết', 'the catalogue does not say');
  return terms.map(({ channel, time, unit }) => `${channels[channel] ?? channel} ${time} ${unit}`).join('; ');
}

function partsTable({ say }: CommandContext, procedure: ShownProcedure): string {
  const kind = { component: say('thành phần', 'component'), result: say('kết quả', 'result') };
  return table(
    [say('Loại', 'Kind'), say('Mã', 'Code'), say('Tên', 'Name')],
    [
      ...procedure.components.map((item) => [kind.component, item.code, item.name]),
      ...procedure.results.map((item) => [kind.result, item.code, item.name]),
      ...procedure.ended.map((item) => [
        `${kind[item.kind]}, ${say('đã bỏ', 'removed')} ${vietnamTime(item.validTo).slice(0, 10)}`,
        item.code,
        item.name,
      ]),
    ],
    [14, 30, 70],
  );
}

function showPlaces({ print, say }: CommandContext, places: readonly ItemPlace[]): void {
  const kind = { component: say('thành phần', 'component'), result: say('kết quả', 'result') };
  print({ places }, () =>
    table(
      [
        say('Loại', 'Kind'),
        say('Mã', 'Code'),
        say('Tên', 'Name'),
        say('Thủ tục', 'Procedure'),
        say('Hiệu lực', 'Validity'),
      ],
      places.map((place) => [
        kind[place.kind],
        place.code,
        place.name,
        `${place.procedure} ${place.procedureName}${place.published ? '' : ` (${say('KHÔNG công bố', 'NOT published')})`}`,
        `${vietnamTime(place.validFrom).slice(0, 10)} – ${place.validTo === null ? '' : vietnamTime(place.validTo).slice(0, 10)}`,
      ]),
      [12, 26, 40, 46, 26],
    ),
  );
}
