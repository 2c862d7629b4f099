import { Injectable } from '@nestjs/common';
import {
  type ListedNotice,
  NoticeList,
  type NoticeSearch,
} from '../persistence/notice-list.queries.js';

export type { ListedNotice } from '../persistence/notice-list.queries.js';

/** What was told, for staff. */
@Injectable()
export class Notices {
  constructor(private readonly list: NoticeList) {}

  /** The latest first. */
  find(search: NoticeSearch): Promise<ListedNotice[]> {
    return this.list.find(search);
  }
}
