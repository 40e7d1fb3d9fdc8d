/**
 * What a reader must know of the figures.
 * Guarantees: every note of the report is told.
 */
import type { ScoreReport } from '../../domain/score/score-report.ts';
import { tellNote } from '../words/note-words.ts';
import { html, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';

/** See the file's head; nothing where there are none. */
export function notesPart({ notes }: ScoreReport, pen: Pen): Piece {
  if (notes.length === 0) return null;
  return html`
    <section class="notes">
      <h2>${pen.say('Điều cần biết khi đọc số liệu', 'What to know of these figures')}</h2>
      <ul>${notes.map((note) => html`<li>${tellNote(note, pen.language)}</li>`)}</ul>
    </section>`;
}
