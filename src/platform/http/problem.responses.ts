import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One field that is wrong. */
export class ProblemField {
  @ApiProperty({ description: 'JSON Pointer to the field', example: '/lines/0/quantity' })
  pointer: string;

  @ApiProperty({ example: 'max' })
  code: string;

  @ApiPropertyOptional({ example: 'quantity must not be greater than 99' })
  detail?: string;
}

/** application/problem+json (RFC 9457). */
export class Problem {
  @ApiProperty({ example: 'urn:larder:problem:validation-failed' })
  type: string;

  @ApiProperty({ example: 'The request is not valid' })
  title: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiProperty({ description: 'Stable: branch on it', example: 'validation-failed' })
  code: string;

  @ApiProperty({
    description: 'What happened this time',
    example: 'quantity must not be greater than 99',
  })
  detail: string;

  @ApiPropertyOptional({ example: '/v1/quotes' })
  instance?: string;

  @ApiProperty({
    description: 'Quote it when you ask for help',
    example: '0190b6e2-0000-7000-8000-000000000001',
  })
  requestId: string;

  @ApiPropertyOptional({ type: [ProblemField] })
  errors?: ProblemField[];
}
