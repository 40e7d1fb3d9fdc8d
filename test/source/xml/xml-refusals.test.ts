/** Documents that are refused: each whole, with its reason beside it, and nothing of it stored. */
import { open } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge } from '../../../src/source/xml/read-document.ts';
import { aDossier, aStep } from '../../support/source-rows.ts';
import { type DropWorld, openDropWorld } from './drop-world.ts';
import { documentXml } from './written-dossier.ts';

let world: DropWorld;
beforeEach(async () => {
  world = await openDropWorld({ maxBytes: 2_000_000 });
});
afterEach(() => world.end());

const SECRET = 'Trần Thị Bí Mật';
const good = documentXml([aDossier({ ownerName: SECRET, code: 'H19-1' }), aDossier({ code: 'H19-2' })]);
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
/** `text` with the first `what` after `mark` in another way. */
function changed(text: string, mark: string, what: string, by: string): string {
  const at = text.indexOf(what, text.indexOf(mark));
  return text.slice(0, at) + by + text.slice(at + what.length);
}
/** The good document with something in the place of the second dossier's note. */
const NOTE = '<ghi_chu xsi:nil="true"/>';
const withText = (text: string): string => changed(good, 'H19-2', NOTE, `<ghi_chu>${text}</ghi_chu>`);
const under = (text: string): string => good.replace(/^[^\n]*\n/, `${text}\n`);

/** Puts the document in and takes; what it was refused for. */
async function refusedFor(content: string | Uint8Array): Promise<string> {
  await world.put('a.xml', content);
  const report = await world.take();
  expect(world.stored).toEqual([]);
  expect(report).toEqual({ taken: 0, refused: 1, dossiers: 0 });
  const [fault] = world.told.at(-1)?.faults ?? [];
  const reason = await world.reasonOf('a.xml');
  expect(reason).toContain('Cách xử lý: ');
  expect(reason).toContain('What to do: ');
  expect(reason).not.toContain(SECRET);
  expect(reason).not.toMatch(/\{\w+\}/);
  const at = fault?.line ? ` ${fault.line}` : '';
  const offset = fault?.params.offset === undefined ? '' : ` @${fault.params.offset}`;
  return `${fault?.code}${at}${offset}`;
}

const lineOf = (text: string, what: string): number => text.slice(0, text.indexOf(what)).split('\n').length;

it('without a fault it would have been taken', async () => {
  await world.put('a.xml', withText('x'));
  expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 2 });
});

describe('entities and DOCTYPE', () => {
  const laughs = `<!DOCTYPE dongbo [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    ${[...'cdefghijk'].map((name, at) => `<!ENTITY ${name} "${`&${'bcdefghij'[at]};`.repeat(10)}">`).join('\n')}]>`;
  const doctypes: Readonly<Record<string, string | Uint8Array>> = {
    'a billion laughs': under(laughs).replace('H19-1', '&k;'),
    'quadratic growth': under(`<!DOCTYPE dongbo [<!ENTITY a "${'a'.repeat(50_000)}">]>`).replace(
      'H19-1',
      '&a;'.repeat(9_000),
    ),
    'an external entity': under('<!DOCTYPE dongbo [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace(
      'H19-1',
      '&a;',
    ),
    'an external DTD': under('<!DOCTYPE dongbo SYSTEM "http://127.0.0.1:1/a.dtd">'),
    'a parameter entity': under('<!DOCTYPE dongbo [<!ENTITY % a SYSTEM "http://127.0.0.1:1/a">%a;]>'),
    'one after a byte order mark': `\uFEFF<!DOCTYPE dongbo>${good.replace(/^[^\n]*\n/, '')}`,
    'one in UTF-16': utf16(under('<!DOCTYPE dongbo>')),
    'one after comments and blanks': under('\n\t <!-- a -->\r\n<?pi?>\n  <!DOCTYPE dongbo>'),
    'one in small letters': under('<!doctype dongbo>'),
    'one that never ends': under(`<!DOCTYPE dongbo [<!-- ${'x'.repeat(900_000)}`),
  };
  it.each(Object.entries(doctypes))('%s', async (_name, content) => {
    expect(await refusedFor(content)).toMatch(/^DB-XML-015 \d+$/);
  });

  it.each([
    '&nbsp;',
    '&a;',
    '&AMP;',
    '&#0;',
    '&#8;',
    '&#xD800;',
    '&#xFFFE;',
    '&#1114112;',
    '&;',
    '&#;',
    '&#x;',
  ])('a reference %s', async (reference) => {
    const text = withText(`x${reference}y`);
    expect(await refusedFor(text)).toBe(`DB-XML-016 ${lineOf(text, reference)}`);
  });
});

describe('bytes', () => {
  const offsetOf = (text: string, what: string): number =>
    Buffer.byteLength(text.slice(0, text.indexOf(what)));
  const bytesWith = (bytes: readonly number[]): Buffer => {
    const marked = Buffer.from(withText('~@~'));
    const at = marked.indexOf('~@~');
    return Buffer.concat([marked.subarray(0, at), Buffer.from(bytes), marked.subarray(at + 3)]);
  };
  const at = offsetOf(withText('~@~'), '~@~');

  it.each([
    ['Latin-1', [0xe9, 0x20]],
    ['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a character cut short', [0xe1, 0xbb, 0x20]],
  ])('%s', async (_name, bytes) => {
    expect(await refusedFor(bytesWith([0x20, ...bytes]))).toBe(`DB-XML-012 @${at + 1}`);
  });

  it.each([0, 1, 8, 0xb, 0xc, 0x1f])('control character %i', async (code) => {
    expect(await refusedFor(bytesWith([0x20, code]))).toBe(`DB-XML-014 @${at + 1}`);
  });

  it('a control character in UTF-16', async () => {
    const text = withText('\u0002');
    expect(await refusedFor(utf16(text))).toBe(`DB-XML-014 @${2 + 2 * text.indexOf('\u0002')}`);
  });

  it('half a pair in UTF-16', async () => {
    const text = withText('a');
    const bytes = utf16(text);
    const unit = 2 + 2 * (text.indexOf('<ghi_chu>a') + '<ghi_chu>'.length);
    bytes.writeUInt16LE(0xd83d, unit);
    expect(await refusedFor(bytes)).toBe(`DB-XML-012 @${unit}`);
  });

  it.each([
    ['windows-1258 over UTF-8', under('<?xml version="1.0" encoding="windows-1258"?>')],
    ['UTF-16 over UTF-8', under('<?xml version="1.0" encoding="UTF-16"?>')],
    ['UTF-8 over UTF-16', utf16(good)],
  ])('declared: %s', async (_name, content) => {
    expect(await refusedFor(content)).toBe('DB-XML-013 1');
  });

  it.each([
    ['gzip', gzipSync(good)],
    ['a workbook', Buffer.from('PK\u0003\u0004xl/workbook.xml')],
    ['PDF', Buffer.from('%PDF-1.7')],
    ['JSON', Buffer.from('{"ma_ho_so":"1"}')],
    ['text', Buffer.from('Kính gửi Sở')],
    ['UTF-16 without a mark', utf16(good).subarray(2)],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0])],
  ])('no XML: %s', async (_name, content) => {
    expect(await refusedFor(content)).toMatch(/^DB-XML-011/);
  });

  it.each(['', ' \n', '\uFEFF', '\uFEFF\n'])('empty: %j', async (content) => {
    expect(await refusedFor(content)).toMatch(/^DB-XML-010/);
  });

  it('too many', async () => {
    expect(await refusedFor(good + ' '.repeat(2_000_000))).toBe('DB-XML-020');
  });
});

describe('form', () => {
  it.each([
    ['a < in a text', withText('1 < 2'), 'DB-XML-017'],
    [']]> in a text', withText('a]]>b'), 'DB-XML-017'],
    ['an attribute without quotes', withText('<a b=1/>'), 'DB-XML-017'],
    ['an attribute twice', withText('<a b="1" b="2"/>'), 'DB-XML-017'],
    ['an unbound prefix', withText('<a:b/>'), 'DB-XML-017'],
    ['a prefix of the root gone', good.replace(/ xmlns:xsi="[^"]*"/, ''), 'DB-XML-017'],
    ['two roots', `${good}<dongbo/>`, 'DB-XML-017'],
    ['text behind the root', `${good}x`, 'DB-XML-017'],
    ['-- in a comment', withText('<!-- a -- b -->'), 'DB-XML-017'],
    ['a second declaration', withText('<?xml version="1.0"?>'), 'DB-XML-017'],
    ['a name of JavaScript', withText('<__proto__>1</__proto__>'), 'DB-XML-017'],
    // What the XSD's library refuses before it looks at the XSD.
    ['an endless name', withText(`<${'a'.repeat(60_000)}/>`), 'DB-XML-017'],
    ['an endless name of an attribute', withText(`<a ${'a'.repeat(60_000)}="1"/>`), 'DB-XML-017'],
    ['an endless name of an instruction', withText(`<?${'a'.repeat(60_000)} b?>`), 'DB-XML-017'],
    ['an xml:id that is none', withText('<a xml:id="1"/>'), 'DB-XML-017'],
    ['an xml:id twice', withText('<a xml:id="b"/><a xml:id="b"/>'), 'DB-XML-017'],
    ['a namespace that is no address', good.replace('<dongbo ', '<dongbo xmlns:q="a b%%^|" '), 'DB-XML-017'],
    ['an end tag of another', withText('</ma_tthc>'), 'DB-XML-019'],
    ['an end tag too many', `${good}</dongbo>`, 'DB-XML-019'],
  ])('%s', async (_name, content, code) => {
    expect(await refusedFor(content)).toMatch(new RegExp(`^${code} \\d+$`));
  });

  it('that only a fault of ours keeps from being judged: it holds up nobody', async () => {
    const file = await open(await world.put('a.xml', good));
    const schema = { of: 'document', close: () => undefined } as const;
    const faultsOf = (): never => {
      throw new RangeError(SECRET);
    };
    const rules = { path: ['dongbo_ho_so'], maxBytes: 1e6, pageSize: 1, dossierOf: () => null };
    const judged = judge(file, { ...rules, schema: { ...schema, faultsOf } }, () => undefined);
    const told = { code: 'DB-XML-008', params: { reason: 'RangeError' }, line: null, column: null };
    await expect(judged).rejects.toMatchObject({ name: 'Refusal', faults: [told] });
    await file.close();
  });

  it.each([
    ['64 levels and more', withText('<a>'.repeat(80) + '</a>'.repeat(80)), 'DB-XML-022'],
    ['endless levels', withText('<a>'.repeat(100_000)), 'DB-XML-022'],
    [
      'endless attributes',
      withText(`<a ${Array.from({ length: 50_000 }, (_, at) => `a${at}=""`).join(' ')}/>`),
      'DB-XML-023',
    ],
  ])('%s', async (_name, content, code) => {
    expect(await refusedFor(content)).toBe(`${code} ${lineOf(content, '<a')}`);
  });

  it.each([
    [
      'elements without an end: each fault among them would be looked for from the first',
      good.replace('</dongbo_ho_so>', `${'<dongbo_thanh_phan/>'.repeat(90_000)}</dongbo_ho_so>`),
      'DB-XML-028',
    ],
    [
      'attributes of many elements',
      withText(`<a ${Array.from({ length: 60 }, (_, at) => `a${at}=""`).join(' ')}/>`.repeat(1_000)),
      'DB-XML-028',
    ],
    [
      'thousands of namespaces around very many elements',
      `<dongbo>${Array.from({ length: 60 }, (_, level) => `<a ${Array.from({ length: 60 }, (_, at) => `xmlns:a${level}.${at}="u:${level}.${at}"`).join(' ')}>`).join('')}${'<a/>'.repeat(200_000)}`,
      'DB-XML-023',
    ],
    ['one namespace without an end', `<dongbo xmlns:a="${'x'.repeat(100_000)}"/>`, 'DB-XML-023'],
  ])('%s', async (_name, content, code) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    expect(await refusedFor(content)).toMatch(new RegExp(`^${code} \\d+$`));
    // Leases, health and watchdog wait as long.
    expect(delay.max / 1e6).toBeLessThan(1_000);
  });

  it('cut anywhere it is refused, and nothing but the last line end may lack', async () => {
    const text = documentXml([aDossier({ ownerName: 'Đỗ & <Phạm>\r' }, { steps: [aStep({ content: 'x' })] })])
      .replace('</dongbo>', '<!-- c --><?pi d?></dongbo>')
      .replace('<ten_don_vi xsi:nil="true"/>', '<ten_don_vi><![CDATA[a]]>b</ten_don_vi>');
    const bytes = Buffer.from(text);
    let at = 0;
    for (let end = 0; end < bytes.length - 1; end += 1) {
      // Every kind of place: the ends of a run of the same are alike, so names and texts are cut but here and there.
      if (end % (/[a-z0-9_]/.test(String.fromCharCode(bytes[end] ?? 0)) ? 23 : 2) !== 0) continue;
      await world.put(`cut-${end}.xml`, bytes.subarray(0, end));
      at += 1;
    }
    const refused = await world.take();
    expect(refused).toEqual({ taken: 0, refused: at, dossiers: 0 });
    expect(at).toBeGreaterThan(200);
    const codes = new Set(world.told.flatMap(({ faults }) => faults.map(({ code }) => code)));
    expect([...codes].sort()).toEqual(['DB-XML-010', 'DB-XML-018']);
    await world.put('whole.xml', text.trimEnd());
    expect((await world.take()).taken).toBe(1);
  });
});

describe('the contract’s XSD', () => {
  /** Every fault as code, line, element, what is expected. */
  async function faultsOf(content: string): Promise<unknown[][]> {
    await refusedFor(content);
    const faults = world.told.at(-1)?.faults ?? [];
    return faults.map(({ code, line, params }) => [
      code,
      line,
      params.field,
      ...(params.expected ? [params.expected] : []),
    ]);
  }

  it('tells what is missing, in another order, unknown or too much, by line', async () => {
    const missing = good.replace('<kenh>2</kenh>\n', '');
    const attributed = changed(missing, 'H19-2', '<kenh>2', '<kenh a="1">2');
    const text = changed(attributed, 'H19-2', '<fax xsi:nil="true"/>', '<so_fax/>');
    const [kenh, fax] = [lineOf(text, '<kenh a='), lineOf(text, '<so_fax')];
    const faults = await faultsOf(text);
    expect(faults[0]).toEqual(['DB-XML-024', lineOf(text, '<chu_ho_so>'), 'chu_ho_so', 'kenh']);
    expect(faults).toContainEqual(['DB-XML-026', kenh, 'kenh']);
    expect(
      faults.some(([code, line, field]) => code === 'DB-XML-024' && line === fax && field === 'so_fax'),
    ).toBe(true);
  });

  it('tells a dossier that is not complete, another root, and what stands between dossiers', async () => {
    const line = lineOf(good, '<dongbo_ho_so>');
    expect(await faultsOf(good.replace(/<cap_nhat_luc>.*?<\/cap_nhat_luc>/, ''))).toEqual([
      ['DB-XML-025', line, 'dongbo_ho_so', 'cap_nhat_luc'],
    ]);
    expect(await faultsOf('<HoSo/>')).toEqual([['DB-XML-024', 1, 'HoSo', 'dongbo, dongbo_ho_so']]);
    const stray = good.replace('</dongbo_ho_so>\n', '</dongbo_ho_so>\n<tieu_de/>\n');
    expect(await faultsOf(stray)).toEqual([
      ['DB-XML-024', lineOf(stray, '<tieu_de'), 'tieu_de', 'dongbo_ho_so'],
    ]);
    const behind = good.replace('</dongbo>', '\n<tieu_de/></dongbo>');
    expect(await faultsOf(behind)).toEqual([
      ['DB-XML-024', lineOf(behind, '<tieu_de'), 'tieu_de', 'dongbo_ho_so'],
    ]);
  });

  it('finds the one fault among thousands, on its line', async () => {
    const many = documentXml(Array.from({ length: 400 }, (_, at) => aDossier({ code: `H19-${at}` })));
    const text = changed(many, 'H19-399', '<trang_thai>', '\n<x/><trang_thai>');
    expect(await faultsOf(text)).toMatchObject([
      ['DB-XML-024', lineOf(text, '<x/>'), 'x', expect.any(String)],
    ]);
  });

  it('never tells a value that stands where a name should', async () => {
    await faultsOf(good.replace('<ma_tthc>', `${SECRET}<ma_tthc>`));
    await faultsOf(good.replace('<ma_tthc>', '<Trần_Thị_Bí_Mật/><ma_tthc>'));
  });
});
