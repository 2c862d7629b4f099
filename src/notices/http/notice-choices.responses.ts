import { ApiProperty } from '@nestjs/swagger';
import { type Language, languages } from '../../platform/index.js';
import { type Channel, channels, type NoticeKind, noticeKinds } from '../domain/notice-kinds.js';

export class NoticeChoiceResponse {
  @ApiProperty({ enum: noticeKinds, example: 'order_placed' })
  kind: NoticeKind;

  /** Empty: switched off. */
  @ApiProperty({ enum: channels, isArray: true, example: ['email', 'push'] })
  channels: Channel[];

  /** False: one channel has to stay, because it asks you something. @example true */
  mayBeOff: boolean;
}

export class NoticeChoicesResponse {
  /** The language that you are written to. */
  @ApiProperty({ enum: languages, example: 'en' })
  language: Language;

  /** The channels that this shop uses; choices of others wait for it to use them. */
  @ApiProperty({ enum: channels, isArray: true, example: ['email'] })
  served: Channel[];

  /** Every kind. */
  kinds: NoticeChoiceResponse[];
}
