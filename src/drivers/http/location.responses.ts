import { ApiProperty } from '@nestjs/swagger';

export class LocationRecordedResponse {
  @ApiProperty({ description: 'Whether the live position is now one of this batch', example: true })
  applied: boolean;

  @ApiProperty({
    enum: ['stale', 'implausible'],
    nullable: true,
    description:
      'Why not: `stale`, a newer fix was here before; `implausible`, the fixes say 0/0, where ' +
      'phones are that do not know where they are. Neither is worth sending again.',
    example: null,
  })
  reason: 'stale' | 'implausible' | null;
}
