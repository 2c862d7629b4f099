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

  /** `unused`: the embedded mode has none. @example ready */
  @ApiProperty({ enum: ['ready', 'away', 'unused'] })
  state: 'ready' | 'away' | 'unused';
}

class Indicators {
  postgres: PostgresHealth;

  redis: RedisHealth;
}

/** Terminus makes it; its types say less. */
export class Ready {
  /** @example ok */
  status: 'ok';

  /** What is up. */
  info: Indicators;

  /** What is down: nothing. @example {} */
  error: object;

  /** All of it. */
  details: Indicators;
}
