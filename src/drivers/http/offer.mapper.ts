import type { OfferWithStore } from '../use-cases/answer-offer.service.js';
import type { OfferResponse } from './offers.responses.js';

export function offerResponse({ offer, store }: OfferWithStore): OfferResponse {
  const { id, status, expiresAt, distanceM, dropLat, dropLng, tripM, lineCount } = offer;
  const { lat, lng } = store.location;
  return {
    id,
    status,
    expiresAt: expiresAt.toISOString(),
    store: { id: store.id, name: store.name, location: { lat, lng }, distanceM },
    drop: { area: { lat: dropLat, lng: dropLng }, distanceM: tripM },
    lines: lineCount,
  };
}
