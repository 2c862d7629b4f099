import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  ValidateNested,
} from 'class-validator';
import { type Language, languages, MayBeLeftOut } from '../../platform/index.js';
import { type Channel, channels, type NoticeKind, noticeKinds } from '../domain/notice-kinds.js';

export class NoticeChoiceRequest {
  /** @example order_placed */
  @IsIn(noticeKinds)
  kind: NoticeKind;

  /** The channels to be told by, each once; none switches it off. @example ["push"] */
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(channels.length)
  @IsIn(channels, { each: true })
  channels: Channel[];
}

export class NoticeChoicesRequest {
  /** Left out: the shop’s. @example ar */
  @MayBeLeftOut()
  @IsIn(languages)
  language?: Language;

  /** Each kind once; one that is left out goes by its usual channels. */
  @IsArray()
  @ArrayMaxSize(noticeKinds.length)
  @ArrayUnique((choice: NoticeChoiceRequest | null) => choice?.kind)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NoticeChoiceRequest)
  kinds: NoticeChoiceRequest[];
}
