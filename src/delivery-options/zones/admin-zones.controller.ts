import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound, StoreQuery, StoreRequired } from '../../catalog/index.js';
import {
  AnswersLocation,
  AnswersVersion,
  type ExpectedVersions,
  Fails,
  IdParam,
  IfMatch,
  NeedsIfMatch,
  sentFields,
} from '../../platform/index.js';
import { ZoneNameTaken, ZoneNotFound } from '../delivery-options.errors.js';
import { ZoneAdmin } from './zone-admin.service.js';
import { CreateZoneRequest, EditZoneRequest } from './admin-zones.requests.js';
import { ZoneResponse, ZonesResponse } from './admin-zones.responses.js';
import type { StoredZone, ZoneFields } from './zone.js';

const zoneId = { name: 'id', description: '`id` of GET /v1/admin/zones', format: 'uuid' };
@Roles('admin')
@ApiTags('delivery admin')
@Controller('v1/admin/zones')
export class AdminZonesController {
  constructor(private readonly zones: ZoneAdmin) {}

  @Get()
  @ApiOperation({ summary: 'The zones of a store, in the order in which they are tried' })
  @ApiOkResponse({ type: ZonesResponse, description: 'All zones of the store' })
  @Fails(StoreRequired, StoreNotFound)
  async listZones(
    @Query() { store }: StoreQuery,
    @Caller() caller: Identity,
  ): Promise<ZonesResponse> {
    return { items: (await this.zones.ofStore(caller, store)).map(zoneResponse) };
  }

  @Post()
  @AnswersLocation('/v1/admin/zones/{id}')
  @ApiOperation({ summary: 'Deliver to another zone' })
  @ApiBody({
    type: CreateZoneRequest,
    examples: {
      hollow: {
        summary: 'A square with a lake in it, at the price of the store’s terms',
        value: {
          name: 'Marina',
          ring: squareAround(25.08, 55.14, 0.02),
          holes: [{ ring: squareAround(25.08, 55.15, 0.002) }],
          priority: 50,
        },
      },
    },
  })
  @AnswersVersion({ type: ZoneResponse, created: 'The new zone' })
  @Fails(StoreRequired, StoreNotFound, ZoneNameTaken)
  async createZone(
    @Body() body: CreateZoneRequest,
    @Caller() caller: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ZoneResponse> {
    const { store, name, ring, holes = [], priority = 100 } = body;
    const { feeMinor = null, freeFromMinor = null } = body;
    const made = await this.zones.create(caller, store, {
      name,
      ring,
      holes: holes.map((hole) => hole.ring),
      priority,
      feeMinor,
      freeFromMinor,
    });
    void reply.header('location', `/v1/admin/zones/${made.id}`);
    return zoneResponse(made);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One zone; send its ETag as If-Match when you edit it' })
  @ApiParam(zoneId)
  @AnswersVersion({ type: ZoneResponse, ok: 'The zone' })
  @Fails(ZoneNotFound)
  async getZone(
    @Param('id', IdParam) id: string,
    @Caller() caller: Identity,
  ): Promise<ZoneResponse> {
    return zoneResponse(await this.zones.one(caller, id));
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Change the fields that you send; rings are replaced whole' })
  @ApiParam(zoneId)
  @ApiBody({
    type: EditZoneRequest,
    examples: { dearer: { summary: 'Another fee', value: { feeMinor: 900 } } },
  })
  @AnswersVersion({ type: ZoneResponse, ok: 'The zone' })
  @Fails(ZoneNotFound, ZoneNameTaken)
  async editZone(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Body() body: EditZoneRequest,
    @Caller() caller: Identity,
  ): Promise<ZoneResponse> {
    return zoneResponse(await this.zones.edit(caller, id, versions, changesOf(body)));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @NeedsIfMatch()
  @ApiOperation({ summary: 'Remove a zone; orders to it are still delivered' })
  @ApiParam(zoneId)
  @ApiNoContentResponse({ description: 'It is gone' })
  @Fails(ZoneNotFound)
  removeZone(
    @Param('id', IdParam) id: string,
    @IfMatch() versions: ExpectedVersions,
    @Caller() caller: Identity,
  ): Promise<void> {
    return this.zones.remove(caller, id, versions);
  }
}

function zoneResponse({ ring, holes, ...zone }: StoredZone): ZoneResponse {
  return { ...zone, ring: [...ring], holes: holes.map((hole) => ({ ring: [...hole] })) };
}

/** Only the fields that were sent. */
function changesOf({ holes, ...sent }: EditZoneRequest): Partial<ZoneFields> {
  return sentFields({ ...sent, holes: holes?.map(({ ring }) => ring) });
}

function squareAround(lat: number, lng: number, reach: number) {
  const corners = [
    [-1, -1],
    [-1, 1],
    [1, 1],
    [1, -1],
  ] as const;
  return corners.map(([north, east]) => ({
    lat: Number((lat + north * reach).toFixed(4)),
    lng: Number((lng + east * reach).toFixed(4)),
  }));
}
