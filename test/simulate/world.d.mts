export interface WorldOptions {
  readonly customers: number;
  readonly orders: number | null;
  readonly minutes: number | null;
  readonly speed: number;
  readonly tolerate: ReadonlySet<string>;
}

export class World {
  constructor(options: WorldOptions);
  readonly isHurried: boolean;
  readonly isDone: boolean;
  readonly isAborted: boolean;
  readonly isStuck: boolean;
  keepTime(): void;
  closeNow(): void;
  hurry(): void;
  finish(): void;
  moved(): void;
  wait(milliseconds: number): Promise<void>;
  realWait(milliseconds: number): Promise<void>;
  whenAborted(stop: () => void): () => void;
  ordersOf(customer: number): Generator<number>;
}
