import { ApiProperty } from '@nestjs/swagger';
export class Alive {
  /** @example ok */
  status: 'ok';
}

class PostgresHealth {
  /** @example up */
  status: 'up' | 'down';
}

class RedisHealth {
  /** @example up */
  status: 'up';

  /** `unused`: the embedded mode runs without Redis. @example ready */
  @ApiProperty({ enum: ['ready', 'away', 'unused'] })
  state: 'ready' | 'away' | 'unused';
}

class Indicators {
  postgres: PostgresHealth;

  redis: RedisHealth;
}

/** The answer of Terminus, whose own types say less. */
export class Ready {
  /** @example ok */
  status: 'ok';

  /** The parts that are up. */
  info: Indicators;

  /** The parts that are down; always empty in this answer. @example {} */
  error: object;

  /** All parts. */
  details: Indicators;
}
