/**
 * The error catalogue as one page of Markdown: `docs/errors.md`.
 * Guarantees: made of the catalogue alone, so that page and program cannot differ; Vietnamese first;
 * every code has a heading to link to (`#db-dos-004`).
 */

import { ACTORS } from '../domain/error-actors.ts';
import { ERROR_CODES, type ErrorCode, entryOf, type Language } from '../domain/errors.ts';
import { placeholdersOf } from './error-placeholders.ts';
import { areaOf, areaWords, CLASSES } from './error-words.ts';

/** Placeholders are code too; those within a marked command are so already. */
function marked(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/\{\w+\}/g, '`$&`')))
    .join('`');
}

const INTRODUCTION = `# Danh mục mã lỗi · Error catalogue

Mỗi điều trục trặc trong Dongbo có một mã \`DB-<LĨNH VỰC>-<SỐ>\`, cho biết nguyên nhân, ai phải xử lý và phải làm gì.
Tra tại dòng lệnh bằng \`dongbo errors\`; các phần hồ sơ đang chờ xem bằng \`dongbo held list\`, một hồ sơ cụ thể xem
bằng \`dongbo explain\`. Nhật ký và thông báo lỗi của lệnh không bao giờ chứa dữ liệu cá nhân; lý do giữ lại một phần
hồ sơ thì nêu giá trị mà tỉnh đã ghi, nên chỉ hiện trong \`held list\`, \`held show\` và \`explain\`. Tên khung nhìn và cột
(\`dongbo_ho_so\`, \`ma_ho_so\`…) là tên mặc định, xem [source-views.md](source-views.md); bảng mã xem
[mappings.md](mappings.md).

Everything that goes wrong in Dongbo has a code: cause, who must act, what to do. Look one up by \`dongbo errors\`;
\`dongbo held list\` names what waits, \`dongbo explain\` tells all of one dossier. Logs and the errors of commands never
carry personal data; the reason why a part is held names the value that the province wrote, and stands nowhere but in
\`held list\`, \`held show\` and \`explain\`. Views and columns have their default names
([source-views.md](source-views.md)); the tables are told in [mappings.md](mappings.md).

Trang này được tạo từ chương trình bằng **npm run docs:errors**; không sửa tay. Made by **npm run docs:errors**; not
edited by hand.`;

const list = <Key extends string>(
  words: Readonly<Record<Key, Record<Language, { name: string; meaning: string }>>>,
) =>
  Object.values<Record<Language, { name: string; meaning: string }>>(words)
    .map(({ vi, en }) => `- **${vi.name}**: ${marked(vi.meaning)}. _${en.name}: ${marked(en.meaning)}._`)
    .join('\n');

/** The areas in the order of the catalogue. */
const areas = (): string[] => [...new Set(ERROR_CODES.map(areaOf))];

const headingOf = (area: string): string => `DB-${area}: ${areaWords(area).vi.name}`;

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

function contents(): string {
  return areas()
    .map((area) => {
      const count = ERROR_CODES.filter((code) => areaOf(code) === area).length;
      return `- [${headingOf(area)}](#${anchorOf(headingOf(area))}), ${areaWords(area).en.name}: ${count}`;
    })
    .join('\n');
}

function entry(code: ErrorCode): string {
  const { class: kind, actor, exit, vi, en } = entryOf(code);
  const facts = [
    `${CLASSES[kind].vi.name} (${CLASSES[kind].en.name})`,
    `ai xử lý (actor): ${ACTORS[actor].vi.name} (${ACTORS[actor].en.name})`,
    ...(exit === undefined ? [] : [`mã thoát (exit code): ${exit}`]),
  ];
  const english = new Map(placeholdersOf(code, 'en').map(({ name, meaning }) => [name, meaning]));
  const names = placeholdersOf(code, 'vi')
    .filter(({ meaning }) => meaning !== '')
    .map(({ name, meaning }) => `\`{${name}}\` ${meaning} (${english.get(name) ?? ''})`);
  return [
    `### ${code}`,
    `**${marked(vi.cause)}.**\n${marked(vi.remedy)}`,
    `_${marked(en.cause)}._\n${marked(en.remedy)}`,
    [`- ${facts.join(' · ')}`, ...(names.length === 0 ? [] : [`- ${names.join('; ')}`])].join('\n'),
  ].join('\n\n');
}

function section(area: string): string {
  const { vi, en } = areaWords(area);
  const entries = ERROR_CODES.filter((code) => areaOf(code) === area).map(entry);
  return [`## ${headingOf(area)}`, `${vi.meaning} _${en.meaning}_`, ...entries].join('\n\n');
}

/** The page, with a line end at its end. */
export function errorsPage(): string {
  return `${[
    INTRODUCTION,
    '## Điều gì xảy ra tiếp theo · What happens next',
    list(CLASSES),
    '## Ai phải xử lý · Who must act',
    list(ACTORS),
    '## Các lĩnh vực · Areas',
    contents(),
    ...areas().map(section),
  ].join('\n\n')}\n`;
}
