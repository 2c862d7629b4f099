import { v7 } from 'uuid';

/**
 * Answers fresh ids: UUID version 7 (RFC 9562), which sort by creation time. The application makes
 * them because PostgreSQL 15 has no uuidv7().
 */
export abstract class Ids {
  abstract next(): string;
}

export class UuidV7Ids extends Ids {
  override next(): string {
    return v7();
  }
}
