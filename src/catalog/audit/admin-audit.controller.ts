import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Audit, CursorCodec, Fails, InvalidCursor } from '../../platform/index.js';
import { StoreNotFound } from '../catalog.errors.js';
import { StoresService } from '../stores/stores.service.js';
import { AuditQuery } from './admin-audit.requests.js';
import { AuditPageResponse } from './admin-audit.responses.js';

/** Platform's audit log. The route stands here, in the first module that knows stores. */
@Roles('admin')
@ApiTags('admin')
@Controller('v1/admin/audit')
export class AdminAuditController {
  constructor(
    private readonly audit: Audit,
    private readonly stores: StoresService,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Who did what, from where, the latest first',
    description:
      'Admins of some stores see what was done in these; logins, accounts and the catalogue that ' +
      'all stores share are told to admins of all stores.',
  })
  @ApiOkResponse({ type: AuditPageResponse, description: 'A page of the log' })
  @Fails(InvalidCursor, StoreNotFound)
  async listAuditLines(
    @Query() query: AuditQuery,
    @Caller() caller: Identity,
  ): Promise<AuditPageResponse> {
    const { actor = null, action = null, subject = null, from, to } = query;
    const search = {
      storeIds: await this.stores.idsOfStaff(caller, query.store),
      actorId: actor,
      action,
      subjectId: subject,
      from: from ? new Date(from) : null,
      to: to ? new Date(to) : null,
    };
    const { items, nextCursor } = await this.cursors.page(
      query,
      `audit ${JSON.stringify(search)}`,
      (after: readonly [string, string] | null, limit) => this.audit.find(search, after, limit),
      ({ at, id }) => [at.toISOString(), id],
    );
    return { items: items.map((line) => ({ ...line, at: line.at.toISOString() })), nextCursor };
  }
}
