import { Controller, Get, Header, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CursorCodec,
  FailedWork,
  type FailedWorkItem,
  FailedWorkNotFound,
  Fails,
  IdParam,
  InvalidCursor,
} from '../../platform/index.js';
import { Roles } from '../access.decorators.js';
import { FailedWorkQuery } from './failed-work.requests.js';
import {
  FailedWorkPageResponse,
  type FailedWorkResponse,
  WorkResponse,
} from './failed-work.responses.js';

const scope = 'failed work';

/** Platform's own work. It stands here as the first module that knows what an admin is. */
@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/failed-work')
export class AdminFailedWorkController {
  constructor(
    private readonly work: FailedWork,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Jobs and facts that were given up, the latest first' })
  @ApiOkResponse({ type: FailedWorkPageResponse })
  @Fails(InvalidCursor)
  async list(@Query() { limit, cursor }: FailedWorkQuery): Promise<FailedWorkPageResponse> {
    const after = cursor ? (this.cursors.decode(scope, cursor) as [string, string]) : null;
    const found = await this.work.list(after, limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(responseOf),
      nextCursor: last ? this.cursors.encode(scope, last.position) : null,
    };
  }

  @Post(':id/retry')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Have it tried again, with all of its tries',
    description: 'Sent again it changes nothing: what has not failed is left as it is.',
  })
  @ApiOkResponse({ type: WorkResponse })
  @Fails(FailedWorkNotFound)
  retry(@Param('id', IdParam) id: string): Promise<WorkResponse> {
    return this.work.retry(id);
  }
}

function responseOf(item: FailedWorkItem): FailedWorkResponse {
  const { kind, name, id, failedAt, attempts, problem } = item;
  return { kind, name, id, failedAt: failedAt.toISOString(), attempts, problem };
}
