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
  PageQuery,
} from '../../platform/index.js';
import { Caller, Roles } from '../access.decorators.js';
import type { Identity } from '../identity.js';
import { requireAllStores } from '../store-scope.js';
import {
  FailedWorkPageResponse,
  type FailedWorkResponse,
  WorkResponse,
} from './failed-work.responses.js';

const scope = 'failed work';

/** Platform's failed work. The routes stand here, in the first module that knows admins. */
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
  async listFailedWork(
    @Query() query: PageQuery,
    @Caller() caller: Identity,
  ): Promise<FailedWorkPageResponse> {
    requireAllStores(caller);
    const { items, nextCursor } = await this.cursors.page(
      query,
      scope,
      (after: readonly [string, string] | null, limit) => this.work.list(after, limit),
      ({ position }) => position,
    );
    return { items: items.map(responseOf), nextCursor };
  }

  @Post(':id/retry')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Retry a job or a fact, with all of its tries',
    description: 'Safe to repeat: work that has not failed stays as it is.',
  })
  @ApiOkResponse({ type: WorkResponse })
  @Fails(FailedWorkNotFound)
  async retryFailedWork(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<WorkResponse> {
    requireAllStores(caller);
    return this.work.retry(id);
  }
}

function responseOf(item: FailedWorkItem): FailedWorkResponse {
  const { kind, name, id, failedAt, attempts, problem } = item;
  return { kind, name, id, failedAt: failedAt.toISOString(), attempts, problem };
}
