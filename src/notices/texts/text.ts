import type { NoticeData, NoticeKind } from '../domain/notice-kinds.js';
import type { Format } from './format.js';

export interface Text {
  /** One line: the subject of a mail, the title of a push. */
  readonly title: string;
  readonly text: string;
}

/** The texts of a language: one for each kind. */
export type Texts = {
  readonly [K in NoticeKind]: (data: NoticeData[K], format: Format) => Text;
};
