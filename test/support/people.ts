// Actions of people, over HTTP.
import type { Answer, Larder, Person } from './larder.js';

export async function idOf(person: Person): Promise<string> {
  return (await wanted(200, person.get('/v1/me'))).id;
}

/** Opens the driver's shift, and answers its epoch; the only store may be left out. */
export async function goOnDuty(driver: Person, store?: string): Promise<number> {
  const body = { onDuty: true, ...(store && { store }) };
  return (await wanted(200, driver.post('/v1/driver/shift', body))).session.epoch;
}

export function collect(driver: Person, deliveryId: string): Promise<Answer> {
  return driver.post(`/v1/driver/deliveries/${deliveryId}/collect`);
}

/** The body of an answer that must have this status. */
export async function wanted(status: number, asked: Promise<Answer>): Promise<Answer['body']> {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`Not ${status}: ${answer.text}`);
  return answer.body;
}

/** Counts answers by status and code: `{ '201': 1, '409 price-changed': 2 }`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = body?.code ? `${status} ${body.code}` : String(status);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Makes new customers, all at once. */
export function customers(larder: Larder, howMany: number): Promise<Person[]> {
  return Promise.all(Array.from({ length: howMany }, () => larder.person('customer')));
}
