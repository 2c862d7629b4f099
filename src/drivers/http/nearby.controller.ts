import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Clock } from '../../kernel/clock.js';
import { OrderNotFound } from '../../orders/index.js';
import { Fails } from '../../platform/index.js';
import { LocationStoreUnavailable } from '../drivers.errors.js';
import { type DriverNearby, NearbyDrivers } from '../use-cases/nearby-drivers.service.js';
import { NearbyDriversQuery } from './nearby.requests.js';
import { type NearbyDriverResponse, NearbyDriversResponse } from './nearby.responses.js';

@ApiTags('ops')
@Controller('v1/ops/drivers')
@Roles('dispatcher', 'admin')
export class NearbyController {
  constructor(
    private readonly drivers: NearbyDrivers,
    private readonly clock: Clock,
  ) {}

  @Get('nearby')
  @ApiOperation({
    summary: 'Drivers near the store of an order',
    description:
      'Drivers on shift for the store, heard in the last 90 seconds. Give the order ' +
      'to one with POST /v1/ops/orders/{id}/assign.',
  })
  @ApiOkResponse({ type: NearbyDriversResponse, description: 'As it is now' })
  @Fails(OrderNotFound, LocationStoreUnavailable)
  async listNearbyDrivers(
    @Query() { orderId, radiusM, limit }: NearbyDriversQuery,
    @Caller() caller: Identity,
  ): Promise<NearbyDriversResponse> {
    const near = await this.drivers.ofOrder(orderId, radiusM, limit, caller);
    const now = this.clock.now().getTime();
    return { items: near.map((driver) => nearbyResponse(driver, now)) };
  }
}

function nearbyResponse(driver: DriverNearby, nowMs: number): NearbyDriverResponse {
  const { driverId, name, distanceM, fix, activeDeliveries, capacity } = driver;
  return {
    driverId,
    name,
    distanceM: Math.round(distanceM),
    position: { lat: fix.lat, lng: fix.lng },
    ageSeconds: Math.max(0, Math.floor((nowMs - fix.madeAtMs) / 1000)),
    ageKnown: fix.isAgeKnown,
    activeDeliveries,
    capacity,
  };
}
