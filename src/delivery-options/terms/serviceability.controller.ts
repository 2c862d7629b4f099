import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../accounts/index.js';
import { StoreNotFound, StoreRequired, StoresService } from '../../catalog/index.js';
import { Fails } from '../../platform/index.js';
import { DeliveryOffers } from './delivery-offers.service.js';
import { termsResponse } from './serviceability.mapper.js';
import { ServiceabilityQuery } from './serviceability.requests.js';
import { ServiceabilityResponse } from './serviceability.responses.js';

@Public()
@ApiTags('delivery')
@Controller('v1/serviceability')
export class ServiceabilityController {
  constructor(
    private readonly stores: StoresService,
    private readonly offers: DeliveryOffers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether a store delivers to a place, and on what terms' })
  @ApiOkResponse({ type: ServiceabilityResponse, description: 'Yes or no; never cached' })
  @Fails(StoreRequired, StoreNotFound)
  async checkServiceability(@Query() query: ServiceabilityQuery): Promise<ServiceabilityResponse> {
    const store = await this.stores.resolve(query.store);
    const offer = await this.offers.find(null, store, query);
    return {
      delivers: offer !== null,
      delivery: offer && {
        zone: offer.zone.name,
        distanceM: offer.distanceMetres,
        ...termsResponse(offer.terms),
      },
      minimumBasket: store.minimumBasket,
    };
  }
}
