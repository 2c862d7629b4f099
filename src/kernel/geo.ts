/** A point in WGS 84 degrees: `lat` −90 to 90, `lng` −180 to 180. */
export interface LatLng {
  readonly lat: number;
  readonly lng: number;
}

const earthRadiusMetres = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres by the haversine formula (mean earth radius, IUGG). */
export function distanceMetres(a: LatLng, b: LatLng): number {
  const dLat = radians(b.lat - a.lat);
  const dLng = radians(b.lng - a.lng);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A ring of 24 corners around a place; exact to a few metres up to some hundred kilometres. */
export function circleAround(centre: LatLng, metres: number): LatLng[] {
  const dLat = (metres / earthRadiusMetres) * (180 / Math.PI);
  const dLng = dLat / Math.cos(radians(centre.lat));
  return Array.from({ length: 24 }, (_, corner) => {
    const angle = (corner / 24) * 2 * Math.PI;
    return {
      lat: centre.lat + dLat * Math.sin(angle),
      lng: centre.lng + dLng * Math.cos(angle),
    };
  });
}
