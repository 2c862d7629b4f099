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
import { isCharset } from '../../kernel/charset.js';
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
    description:
      'What becomes of goods on sale that the file does not have, `missing` says. With `dryRun` ' +
      'the import counts and reports what it would do, and changes nothing. The file is UTF-8, or ' +
      'UTF-16 with its mark, or in the `charset` of the Content-Type.',
  })
  @ApiConsumes('text/csv')
  @ApiBody({
    schema: { type: 'string', example: 'sku,price,stock\nLD-0101,12.50,40\n' },
  })
  @ApiAcceptedResponse({ type: ImportResponse })
  @Fails(UnsupportedMediaType, PayloadTooLarge, UnreadableFile)
  @Fails(StoreRequired, StoreNotFound)
  async startImport(
    @Query() { store, ...wanted }: ImportQuery,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Identity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = request.body;
    if (!(file instanceof Readable)) {
      throw UnsupportedMediaType.because('Send the file itself as text/csv.');
    }
    const charset = charsetIn(request.headers['content-type'] ?? '');
    const upload = { ...wanted, store, by: caller, key, file, charset };
    const result = await this.imports.take(upload, HttpStatus.ACCEPTED, responseOf);
    const { id } = JSON.parse(result.body) as ImportResponse;
    void reply.header('location', `/v1/admin/imports/${id}`);
    sendIdempotent(reply, result);
  }

  @Get(':id')
  @ApiOperation({ summary: 'The progress of an import' })
  @ApiOkResponse({ type: ImportResponse })
  @Fails(ImportNotFound)
  async getImport(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<ImportResponse> {
    return responseOf(await this.imports.one(id, caller));
  }

  @Get(':id/report')
  @ApiOperation({ summary: 'The rows that need a look, with reasons, and the goods missing' })
  @ApiOkResponse({ type: ImportReportResponse })
  @Fails(InvalidCursor, ImportNotFound)
  async getImportReport(
    @Param('id', IdParam) id: string,
    @Query() query: ImportReportQuery,
    @Caller() caller: Identity,
  ): Promise<ImportReportResponse> {
    const { items, nextCursor } = await this.cursors.page(
      query,
      `report of ${id}`,
      (after: Position | null, limit) =>
        this.imports.report(id, caller, after && { line: after[0], sku: after[1] }, limit),
      ({ line, sku }): Position => [line, sku],
    );
    return { items: items.map((row) => ({ ...row, reasons: [...row.reasons] })), nextCursor };
  }

  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Stop an import; rows that have landed stay' })
  @ApiOkResponse({ type: ImportResponse })
  @Fails(ImportNotFound, ImportFinished)
  async cancelImport(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<ImportResponse> {
    return responseOf(await this.imports.cancel(id, caller));
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Resume an import exactly where it stopped' })
  @ApiOkResponse({ type: ImportResponse })
  @Fails(ImportNotFound, ImportFinished)
  async resumeImport(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<ImportResponse> {
    return responseOf(await this.imports.resume(id, caller));
  }
}

const pollAfterMs = 1000;

/** Line and SKU in a report. */
type Position = readonly [number | null, string | null];

/** @throws unsupported-media-type */
function charsetIn(contentType: string): string | null {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? null;
  if (charset === null || isCharset(charset)) return charset;
  throw UnsupportedMediaType.because(
    `Nothing here reads the charset ${charset.slice(0, 40)}: send UTF-8, or a name such as windows-1252.`,
  );
}

function responseOf(row: ImportRow): ImportResponse {
  return {
    id: row.id,
    storeId: row.storeId,
    kind: row.kind,
    missing: row.missing,
    mostMissingPercent: row.mostMissingPercent,
    dryRun: row.dryRun,
    status: row.status,
    lineCount: row.lines,
    read: row.position,
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    rejected: row.rejected,
    noted: row.noted,
    missingCount: row.missingCount,
    problem: row.problem,
    pollAfterMs: row.status === 'running' ? pollAfterMs : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
