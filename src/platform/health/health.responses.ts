import { ApiProperty } from '@nestjs/swagger';

export class Alive {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';
}

class PostgresHealth {
  @ApiProperty({ enum: ['up', 'down'], example: 'up' })
  status: 'up' | 'down';
}

class RedisHealth {
  @ApiProperty({ enum: ['up'], example: 'up' })
  status: 'up';

  @ApiProperty({
    enum: ['ready', 'away', 'unused'],
    description: '`unused`: the embedded mode has none',
    example: 'ready',
  })
  state: 'ready' | 'away' | 'unused';
}

class Indicators {
  @ApiProperty()
  postgres: PostgresHealth;

  @ApiProperty()
  redis: RedisHealth;
}

/** Terminus makes it; its types say less. */
export class Ready {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';

  @ApiProperty({ description: 'What is up' })
  info: Indicators;

  @ApiProperty({ type: Object, description: 'What is down: nothing', example: {} })
  error: object;

  @ApiProperty({ description: 'All of it' })
  details: Indicators;
}
