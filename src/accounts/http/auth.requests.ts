import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsEmail, IsIn, ValidateBy } from 'class-validator';
import { MayBeLeftOut, NotBlank, OptionalText, rule } from '../../platform/index.js';
import { looksLikeAnother, normaliseEmail } from '../email.js';
import { OptionalPhone } from './phone.decorator.js';

const emailOf = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? normaliseEmail(value) : value;
const nameOf = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.trim().normalize('NFC') : value;

/**
 * Counts in code points, as PostgreSQL does (class-validator's Length skips some). Refuses what
 * PostgreSQL's text cannot hold: control characters such as NUL, and unpaired surrogates.
 */
export function Characters(least: number, most: number): PropertyDecorator {
  const allowed = new RegExp(`^[^\\p{Cc}\\p{Cs}]{${least},${most}}$`, 'u');
  return applyDecorators(
    ValidateBy({
      name: 'characters',
      validator: {
        validate: (value) => typeof value === 'string' && allowed.test(value),
        defaultMessage: () => `$property must be ${least} to ${most} printable characters`,
      },
    }),
    ApiProperty({ minLength: least, maxLength: most }),
  );
}

const longestEmail = 254;

/** How a session's refresh token is handed over. */
const sessionHandovers = ['token', 'cookie'] as const;

export class RegisterRequest {
  /** Upper or lower case does not matter. @example amina@example.com */
  @Transform(emailOf)
  @IsEmail()
  @Characters(3, longestEmail)
  @rule(
    'look-alike',
    (value) => typeof value !== 'string' || !looksLikeAnother(value),
    '$property must have no invisible characters, and letters of one script in each part',
  )
  email: string;

  /**
   * Any characters; a few words are better than few symbols. Common ones are refused.
   * @example "correct horse battery"
   */
  @ApiProperty({ format: 'password' })
  @Characters(10, 128)
  password: string;

  /** The name that pickers and drivers see. @example Amina */
  @Transform(nameOf)
  @Characters(1, 80)
  @NotBlank()
  displayName: string;

  /** E.164: with the country code. */
  @OptionalPhone()
  phone?: string | null;
}

export class LoginRequest {
  @ApiProperty({ format: 'email', example: 'amina@example.com' })
  @Transform(emailOf)
  @Characters(1, longestEmail)
  email: string;

  @ApiProperty({ format: 'password', example: 'correct horse battery' })
  @Characters(1, 128)
  password: string;

  /**
   * `cookie` for pages of the same origin: the refresh token comes in a cookie that scripts cannot
   * read, and not in the body. Left out, it comes in the body, for apps. @example token
   */
  @MayBeLeftOut()
  @IsIn(sessionHandovers)
  @ApiProperty({ enum: sessionHandovers, default: 'token' })
  session?: (typeof sessionHandovers)[number];
}

export class ChangePasswordRequest {
  @ApiProperty({ format: 'password', example: 'correct horse battery' })
  @Characters(1, 128)
  currentPassword: string;

  /** By the rules of POST /v1/auth/register. @example "staple of another horse" */
  @ApiProperty({ format: 'password' })
  @Characters(10, 128)
  newPassword: string;
}

export class RefreshRequest {
  /** The newest one that was answered. Left out by pages, whose cookie holds it. */
  @OptionalText(200)
  refreshToken?: string;
}

export class LogOutRequest {
  /** Any one of the session. Left out by pages, whose cookie holds it. */
  @OptionalText(200)
  refreshToken?: string;
}
