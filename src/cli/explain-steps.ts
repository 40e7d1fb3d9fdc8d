/**
 * What `explain` says of each step to people.
 * Guarantees: where the portal has a step, or may have it, otherwise than the source says it by now,
 * both are told, and what becomes of the difference.
 */
import type { CommandContext } from './command-context.ts';
import type { ExplainDocument } from './explain-document.ts';
import { stateName } from './status.ts';

type Say = CommandContext['say'];
type Step = ExplainDocument['steps'][number];

/** What is in doubt of a dossier that the portal seems to have lost; '' where nothing is. */
export function doubt({ absence }: Pick<ExplainDocument, 'absence'>, say: Say): string {
  switch (absence) {
    case null:
      return '';
    case 'absent':
      return say(
        'Tra cứu ở Cổng không thấy hồ sơ: hồ sơ được gửi lại, các bước chờ hồ sơ.',
        'A look-up does not find it at the portal: it is sent again, its steps wait for it.',
      );
    case 'creating':
      return say(
        'Hồ sơ đang được tạo lại ở Cổng mà chưa rõ kết quả; các bước được tra lại sau đó.',
        'It is being created anew at the portal, and how that ended is not known; its steps are looked up then.',
      );
    case 'refuted':
      return say(
        'Tra cứu không thấy hồ sơ nhưng Cổng vẫn nhận bản cập nhật: không tin kết quả tra cứu hồ sơ này.',
        'A look-up did not find it, yet the portal took an update of it: look-ups of it are not believed.',
      );
  }
}

/** A line a step, with more where the source says something else of it by now, or another text may be there. */
export function stepLines({ steps, held }: Pick<ExplainDocument, 'steps' | 'held'>, say: Say): string[] {
  const faulty = new Set(held.filter(({ scope }) => scope === 'step').map(({ part }) => part));
  return steps.flatMap((step) => {
    const line = `  ${step.id}  ${stateName(step.state, say)}  ${JSON.stringify(step.payload)}`;
    const more = [otherText(step, say), difference(step, faulty.has(step.id), say)];
    return [line, ...more.flatMap((text) => (text === '' ? [] : [`    → ${text}`]))];
  });
}

function otherText({ other }: Step, say: Say): string {
  if (other === null) return '';
  const text = JSON.stringify(other);
  return say(
    `Nội dung cũ cũng có thể đã ở Cổng, không rõ: ${text}`,
    `An older text may be at the portal, too, nobody could tell: ${text}`,
  );
}

function difference(step: Step, faulty: boolean, say: Say): string {
  const { state, next, withdrawn } = step;
  const there = state === 'accepted';
  if (next !== null) {
    const text = JSON.stringify(next);
    return there
      ? say(
          `Cổng giữ nội dung trên và không sửa được bước đã nhận; nay nguồn và bảng mã cho ra: ${text}`,
          `The portal keeps the above, it cannot change a step; source and tables make of it by now: ${text}`,
        )
      : say(
          `Nội dung trên có thể đã ở Cổng; nếu Cổng chưa có thì gửi nội dung mới: ${text}`,
          `The above may be at the portal; if it is not, this goes instead: ${text}`,
        );
  }
  if (!withdrawn) return '';
  if (!there) {
    return say(
      'Nguồn không còn bước này, hoặc bước đang có lỗi; nếu Cổng chưa có thì không gửi nữa.',
      'The source has it no more, or it is at fault by now; if the portal does not have it, it goes no more.',
    );
  }
  // Its fault is told above, among what is held.
  if (faulty) return '';
  return say('Nguồn không còn bước này; Cổng vẫn giữ.', 'The source has it no more; the portal keeps it.');
}
