import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, requireAllStores, Roles } from '../../accounts/index.js';
import { CursorCodec, Fails, InvalidCursor } from '../../platform/index.js';
import { type ListedNotice, Notices } from '../use-cases/notices.service.js';
import { ListNoticesQuery } from './admin-notices.requests.js';
import { type NoticeResponse, NoticesResponse } from './admin-notices.responses.js';

@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/notices')
export class AdminNoticesController {
  constructor(
    private readonly notices: Notices,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'What customers were told, or are about to be, the latest first',
    description:
      'Notices are removed after some days (`NOTICES_KEEP_DAYS`). For admins of all stores.',
  })
  @ApiOkResponse({ type: NoticesResponse, description: 'A page of the list' })
  @Fails(InvalidCursor)
  async listNotices(
    @Query() query: ListNoticesQuery,
    @Caller() caller: Identity,
  ): Promise<NoticesResponse> {
    requireAllStores(caller);
    const search = {
      orderId: query.orderId ?? null,
      kinds: query.kind ?? [],
      states: query.state ?? [],
    };
    const { items, nextCursor } = await this.cursors.page(
      query,
      `notices ${JSON.stringify(search)}`,
      (after: readonly [string, string] | null, limit) =>
        this.notices.find({ ...search, limit, after }),
      ({ createdAt, id }) => [createdAt.toISOString(), id],
    );
    return { items: items.map(responseOf), nextCursor };
  }
}

function responseOf({ route, createdAt, sentAt, ...notice }: ListedNotice): NoticeResponse {
  return {
    ...notice,
    channel: route,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}
