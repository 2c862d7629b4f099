export interface Place {
  readonly lat: number;
  readonly lng: number;
}
export type Route = readonly (Place & { readonly seconds: number })[];

export function metresBetween(a: Place, b: Place): number;
export function placeAt(from: Place, north: number, east: number): Place;
export function onTheWay(route: Route, seconds: number): Place;
export function rideOn(
  route: Route,
  from: number,
  seconds: number,
  place: Place,
  mostM: number,
): number;
