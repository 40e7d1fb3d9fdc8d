/** Which reads of a view no index serves. Guarantees: says nothing of what it cannot know (views, queries). */
import type { Place } from '../../domain/source-map.ts';
import type { Engine, IndexFact, Session } from './engine.ts';
import type { ExaminedView } from './examine-views.ts';
import { placeKey } from './map-places.ts';

/** The column that a place is in the view's own table; '' = in another, or none. */
function ownColumn(view: ExaminedView, place: Place | null | undefined): string {
  if (place?.of !== '') return '';
  return view.places.get(placeKey(place))?.column?.name ?? '';
}

/** The plain place of a rule that is one, or counts seconds of one. */
function placeOf(view: ExaminedView, field: string): Place | null {
  const rule = view.view.fields[field];
  if (rule?.kind === 'place') return rule.place;
  const [of] = rule?.kind === 'call' ? rule.args : [];
  return of?.kind === 'place' ? of.place : null;
}

const serves = (indexes: readonly IndexFact[], column: string): boolean =>
  indexes.some(({ columns }) => columns[0] === column);

const doubt = (view: ExaminedView, columns: readonly string[], vi: string, en: string): string =>
  `${view.shown} (${columns.join(', ')}): không có chỉ mục, ${vi} / no index: ${en}`;

/** A line for each index that is lacking. */
export async function indexDoubts(engine: Engine, session: Session, view: ExaminedView): Promise<string[]> {
  if (view.found === null || view.view.query !== null) return [];
  const indexes = await engine.indexes(session, view.view.from);
  if (indexes === null) return [];
  const isDossiers = view.name === 'dossiers';
  const key = ownColumn(view, view.view.key ?? placeOf(view, isDossiers ? 'code' : 'dossierCode'));
  const time = ownColumn(view, isDossiers ? placeOf(view, 'changedAt') : view.view.changedAt);
  const doubts: string[] = [];
  if (time !== '' && !serves(indexes, time))
    doubts.push(
      doubt(view, [time, key], 'mỗi lần đọc phải quét cả bảng', 'every reading goes through the whole table'),
    );
  if (key !== '' && !serves(indexes, key))
    doubts.push(
      doubt(
        view,
        [key],
        isDossiers ? 'đọc lại một hồ sơ sẽ chậm' : 'đọc phần này của hồ sơ sẽ chậm',
        isDossiers ? 'reading one dossier again is slow' : 'reading these parts of dossiers is slow',
      ),
    );
  return doubts;
}
