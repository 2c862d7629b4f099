import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';

export class SetDutyRequest {
  /** Whether the driver works now. Sending the present state again is safe. */
  @ApiProperty({ example: true })
  @IsBoolean()
  onDuty: boolean;
}
