import { Readable } from 'node:stream';
import {
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  AnswersLocation,
  CursorCodec,
  Fails,
  IdParam,
  InvalidCursor,
  Limited,
  OptionalIdempotencyKey,
  PayloadTooLarge,
  sendIdempotent,
  StreamedBody,
  UnsupportedMediaType,
} from '../../platform/index.js';
import {
  ImportFinished,
  ImportNotFound,
  StoreNotFound,
  StoreRequired,
  UnreadableFile,
} from '../catalog.errors.js';
import { ImportsService } from './imports.service.js';
import { ImportQuery, ImportReportQuery } from './admin-imports.requests.js';
import { ImportReportResponse, ImportResponse } from './admin-imports.responses.js';
import type { ImportRow } from './import-status.js';

@Roles('admin')
@ApiTags('catalog admin')
@Controller('v1/admin/imports')
export class AdminImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly cursors: CursorCodec,
  ) {}

  @Post()
  @Limited({ name: 'imports', requests: 10, windowSeconds: 60, per: 'account' })
  @AnswersLocation('/v1/admin/imports/{id}')
  @HttpCode(HttpStatus.ACCEPTED)
  @StreamedBody('text/csv')
  @OptionalIdempotencyKey()
  @ApiOperation({
    summary: 'Import a CSV file of up to 32 MiB and 50,000 rows; poll the address it answers',
  })
  @ApiConsumes('text/csv')
  @ApiBody({
    schema: { type: 'string', example: 'sku,price,stock\nLD-0101,12.50,40\n' },
  })
  @ApiAcceptedResponse({ type: ImportResponse })
  @Fails(UnsupportedMediaType, PayloadTooLarge, UnreadableFile)
  @Fails(StoreRequired, StoreNotFound)
  async startImport(
    @Query() { kind, store }: ImportQuery,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() { accountId }: Identity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = request.body;
    if (!(file instanceof Readable)) {
      throw UnsupportedMediaType.because('Send the file itself as text/csv.');
    }
    const upload = { kind, store, accountId, key, file };
    const result = await this.imports.take(upload, HttpStatus.ACCEPTED, responseOf);
    const { id } = JSON.parse(result.body) as ImportResponse;
    void reply.header('location', `/v1/admin/imports/${id}`);
    sendIdempotent(reply, result);
  }

  @Get(':id')
  @ApiOperation({ summary: 'The progress of an import' })
  @ApiOkResponse({ type: ImportResponse })
  @Fails(ImportNotFound)
  async getImport(@Param('id', IdParam) id: string): Promise<ImportResponse> {
    return responseOf(await this.imports.one(id));
  }

  @Get(':id/report')
  @ApiOperation({ summary: 'The rows that were rejected or landed without a field, with reasons' })
  @ApiOkResponse({ type: ImportReportResponse })
  @Fails(InvalidCursor, ImportNotFound)
  async getImportReport(
    @Param('id', IdParam) id: string,
    @Query() query: ImportReportQuery,
  ): Promise<ImportReportResponse> {
    const { items, nextCursor } = await this.cursors.page(
      query,
      `report of ${id}`,
      (after: readonly [number] | null, limit) => this.imports.report(id, after?.[0] ?? 0, limit),
      ({ line }) => [line],
    );
    return { items: items.map((row) => ({ ...row, reasons: [...row.reasons] })), nextCursor };
  }

  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Stop an import; rows that have landed stay' })
  @ApiOkResponse({ type: ImportResponse })
  @Fails(ImportNotFound, ImportFinished)
  async cancelImport(@Param('id', IdParam) id: string): Promise<ImportResponse> {
    return responseOf(await this.imports.cancel(id));
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Resume an import exactly where it stopped' })
  @ApiOkResponse({ type: ImportResponse })
  @Fails(ImportNotFound, ImportFinished)
  async resumeImport(@Param('id', IdParam) id: string): Promise<ImportResponse> {
    return responseOf(await this.imports.resume(id));
  }
}

const pollAfterMs = 1000;

function responseOf(row: ImportRow): ImportResponse {
  const {
    id,
    storeId,
    kind,
    status,
    lines,
    created,
    updated,
    unchanged,
    rejected,
    noted,
    problem,
  } = row;
  return {
    id,
    storeId,
    kind,
    status,
    lineCount: lines,
    read: row.position,
    created,
    updated,
    unchanged,
    rejected,
    noted,
    problem,
    pollAfterMs: status === 'running' ? pollAfterMs : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
