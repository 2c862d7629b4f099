import { ArrayMaxSize, IsArray, IsIn, IsOptional } from 'class-validator';
import { IsId, PageQuery, WordList } from '../../platform/index.js';
import { type NoticeKind, noticeKinds } from '../domain/notice-kinds.js';
import { type NoticeState, noticeStates } from '../domain/notice-state.js';

export class ListNoticesQuery extends PageQuery {
  /** Only notices about this order. */
  @IsOptional()
  @IsId()
  orderId?: string;

  /** Any of these kinds, such as `order_placed,refunded`. */
  @IsOptional()
  @WordList()
  @IsArray()
  @ArrayMaxSize(noticeKinds.length)
  @IsIn(noticeKinds, { each: true })
  kind?: NoticeKind[];

  /** Any of these states, such as `failed,unknown`. */
  @IsOptional()
  @WordList()
  @IsArray()
  @ArrayMaxSize(noticeStates.length)
  @IsIn(noticeStates, { each: true })
  state?: NoticeState[];
}
