import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import {
  AnswersLocation,
  AnswersVersion,
  type ExpectedVersions,
  Fails,
  IdParam,
  IfMatch,
  NeedsIfMatch,
} from '../../platform/index.js';
import { PauseAlreadyOver, StoreNotFound, StoreSlugTaken } from '../catalog.errors.js';
import { StoreEdits } from './store-edits.service.js';
import { adminStoreResponse } from './store.mapper.js';
import { StoresService } from './stores.service.js';
import { EditStoreRequest, OpenStoreRequest, PauseStoreRequest } from './admin-stores.requests.js';
import { AdminStoreResponse } from './store.responses.js';

const storeId = { name: 'id', description: '`id` of GET /v1/stores', format: 'uuid' };
@Roles('admin')
@ApiTags('catalog admin')
@Controller('v1/admin/stores')
export class AdminStoresController {
  constructor(
    private readonly stores: StoresService,
    private readonly edits: StoreEdits,
  ) {}

  @Post()
  @AnswersLocation('/v1/admin/stores/{id}')
  @ApiOperation({ summary: 'Open another store; it sells the products that it has a price for' })
  @AnswersVersion({ type: AdminStoreResponse, created: 'The new store' })
  @Fails(StoreSlugTaken)
  async openStore(
    @Body() body: OpenStoreRequest,
    @Caller() caller: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminStoreResponse> {
    const opened = await this.stores.openFor(caller, body);
    void reply.header('location', `/v1/admin/stores/${opened.id}`);
    return adminStoreResponse(opened);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'The store as admins edit it; send its ETag as If-Match when you edit it',
  })
  @ApiParam(storeId)
  @AnswersVersion({ type: AdminStoreResponse, ok: 'The store' })
  @Fails(StoreNotFound)
  async getAdminStore(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<AdminStoreResponse> {
    return adminStoreResponse(await this.stores.ofStaff(caller, id));
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({
    summary: 'Change the fields that you send; lists are replaced whole',
    description: 'The currency cannot change: the prices of the store are in it.',
  })
  @ApiParam(storeId)
  @AnswersVersion({ type: AdminStoreResponse, ok: 'The store' })
  @Fails(StoreNotFound, StoreSlugTaken)
  async editStore(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Body() body: EditStoreRequest,
    @Caller() caller: Identity,
  ): Promise<AdminStoreResponse> {
    return adminStoreResponse(await this.edits.edit(caller, id, versions, body));
  }

  @Post(':id/pause')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Take no orders for now',
    description: 'Needs no If-Match: a pause is always meant. The last reason sent holds.',
  })
  @ApiParam(storeId)
  @AnswersVersion({ type: AdminStoreResponse, ok: 'The store' })
  @Fails(StoreNotFound, PauseAlreadyOver)
  async pauseStore(
    @Param('id', IdParam) id: string,
    @Body() { reason, until }: PauseStoreRequest,
    @Caller() caller: Identity,
  ): Promise<AdminStoreResponse> {
    const pause = { reason, until: until ? new Date(until) : null };
    return adminStoreResponse(await this.edits.pause(caller, id, pause));
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Take orders again' })
  @ApiParam(storeId)
  @AnswersVersion({ type: AdminStoreResponse, ok: 'The store' })
  @Fails(StoreNotFound)
  async resumeStore(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<AdminStoreResponse> {
    return adminStoreResponse(await this.edits.resume(caller, id));
  }
}
