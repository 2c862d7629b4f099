import type { Language } from '../../platform/index.js';
import type { NoticeData, NoticeKind } from '../domain/notice-kinds.js';
import { arabic } from './arabic.js';
import { english } from './english.js';
import { formatOf } from './format.js';
import type { Text, Texts } from './text.js';

const textsOf: Readonly<Record<Language, Texts>> = { en: english, ar: arabic };

/** @param timeZone the store's: times are told by its clock */
export function write<K extends NoticeKind>(
  kind: K,
  data: NoticeData[K],
  language: Language,
  timeZone: string,
): Text {
  return textsOf[language][kind](data, formatOf(language, timeZone));
}
