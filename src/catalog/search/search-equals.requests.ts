import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';

export class EqualTermsRequest {
  /** Of one to three words each; case and accents do not matter. @example ["yogurt", "yoghurt"] */
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(12)
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  terms: string[];
}

export class SetSearchEqualsRequest {
  /** Empty: no word stands for another. */
  @IsArray()
  @ArrayMaxSize(300)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => EqualTermsRequest)
  sets: EqualTermsRequest[];
}
