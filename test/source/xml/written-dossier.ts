/** Source dossiers written as XML in the contract's form, as a careful program of a province would. */
import { CONTRACT_VIEWS } from '../../../src/codebook/source-map/default-source-map.ts';
import type { SourceDossier, SourceText } from '../../../src/domain/source-dossier.ts';
import { PART_NAMES, type ViewName } from '../../../src/domain/source-fields.ts';

/** Text as it stands in an element: what the parser would take for markup or fold is written as a reference. */
export function escaped(text: string): string {
  return text.replace(
    /[&<>\r]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? `&#${sign.charCodeAt(0)};`,
  );
}

function columnsOf(view: ViewName, values: Readonly<Record<string, SourceText>>): string {
  return Object.entries<string>(CONTRACT_VIEWS[view].columns)
    .filter(([field]) => field !== 'dossierCode')
    .map(([field, column]) => {
      const value = values[field] ?? null;
      return value === null ? `<${column} xsi:nil="true"/>` : `<${column}>${escaped(value)}</${column}>`;
    })
    .join('\n');
}

/** One dossier's element. */
export function dossierXml(dossier: SourceDossier): string {
  const parts = PART_NAMES.flatMap((name) =>
    dossier[name].map((part) => {
      const { from } = CONTRACT_VIEWS[name];
      return `<${from}>\n${columnsOf(name, { ...part })}\n</${from}>\n`;
    }),
  );
  const own = columnsOf('dossiers', { ...dossier.fields, changedAt: dossier.changedAt });
  return `<dongbo_ho_so>\n${own}\n${parts.join('')}</dongbo_ho_so>\n`;
}

/** A whole document. */
export function documentXml(dossiers: readonly SourceDossier[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<dongbo xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${dossiers.map(dossierXml).join('')}</dongbo>
`;
}
