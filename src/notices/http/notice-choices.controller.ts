import { Body, Controller, Get, Header, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { Fails } from '../../platform/index.js';
import { NoticeNeeded } from '../notices.errors.js';
import { NoticeChoices, type ShownChoices } from '../use-cases/notice-choices.service.js';
import { NoticeChoicesRequest } from './notice-choices.requests.js';
import { NoticeChoicesResponse } from './notice-choices.responses.js';

const inArabic = { language: 'ar', kinds: [{ kind: 'order_accepted', channels: [] }] };

@Roles('customer')
@ApiTags('notices')
@Controller('v1/me/notices')
export class NoticeChoicesController {
  constructor(private readonly choices: NoticeChoices) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'What you are told, by which channels, in which language' })
  @ApiOkResponse({ type: NoticeChoicesResponse, description: 'Every kind' })
  async getNoticeChoices(@Caller() { accountId }: Identity): Promise<NoticeChoicesResponse> {
    return responseOf(await this.choices.of(accountId));
  }

  @Put()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Replace what you are told',
    description:
      'What is left out goes back to what is usual. `substitution_asked` keeps one channel: without ' +
      'an answer the order’s fallback decides. It goes by another when that one does not reach you.',
  })
  @ApiBody({
    type: NoticeChoicesRequest,
    examples: { arabic: { summary: 'In Arabic, one kind off', value: inArabic } },
  })
  @ApiOkResponse({ type: NoticeChoicesResponse, description: 'Every kind, as it is now' })
  @Fails(NoticeNeeded)
  async replaceNoticeChoices(
    @Body() { language, kinds }: NoticeChoicesRequest,
    @Caller() { accountId }: Identity,
  ): Promise<NoticeChoicesResponse> {
    const chosen = Object.fromEntries(kinds.map(({ kind, channels }) => [kind, channels]));
    const choices = { language: language ?? null, channels: chosen };
    return responseOf(await this.choices.replace(accountId, choices));
  }
}

function responseOf({ language, served, kinds }: ShownChoices): NoticeChoicesResponse {
  return {
    language,
    served: [...served],
    kinds: kinds.map(({ channels, ...kind }) => ({ ...kind, channels: [...channels] })),
  };
}
