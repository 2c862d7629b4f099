import type { OfferWithStore } from '../use-cases/answer-offer.service.js';
import type { OfferEntity } from '../persistence/offer.entity.js';
import type { OfferResponse } from './offers.responses.js';

export function offerResponse(
  { offer, store }: OfferWithStore,
  all: readonly OfferWithStore[],
): OfferResponse {
  const { id, status, expiresAt, distanceM, dropLat, dropLng, tripM, lineCount } = offer;
  const { lat, lng } = store.location;
  return {
    id,
    status,
    expiresAt: expiresAt.toISOString(),
    store: { id: store.id, name: store.name, location: { lat, lng }, distanceM },
    drop: { area: { lat: dropLat, lng: dropLng }, distanceM: tripM },
    lineCount: lineCount,
    togetherWith: all.filter((other) => isWith(other.offer, offer)).map((other) => other.offer.id),
  };
}

const isWith = (a: OfferEntity, b: OfferEntity) =>
  a.besideOfferId === b.id || b.besideOfferId === a.id;
