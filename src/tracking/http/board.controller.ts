import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../accounts/index.js';
import { BoardService } from '../board.service.js';
import { boardResponse } from './board.mapper.js';
import { BoardResponse } from './board.responses.js';

@ApiTags('ops')
@Controller('v1/ops/board')
export class BoardController {
  constructor(private readonly boards: BoardService) {}

  @Get()
  @Roles('dispatcher', 'admin')
  @ApiOperation({ summary: 'Orders without a driver, orders on the way, drivers on shift' })
  @ApiOkResponse({ type: BoardResponse, description: 'As it is now' })
  async board(): Promise<BoardResponse> {
    return boardResponse(await this.boards.board());
  }
}
